"""What administrators may see and order: the menu in the chat, the orders behind it and behind the command line.

draft             the wave that somebody is composing, as a row
presets           days and reminder plans that are offered, and how they are typed
rights            which role may do what: one function
menu              the menu and the pieces of its cards, as pure functions
desk              Office: routes a tap or typed date
composing         the steps of opening a wave; its cards: composing_cards
ordering          what every order does: refused with all reasons, noted, within a scope
planning          a wave is planned, and planned anew until it opens
adjusting         a wave is extended, joined, reopened; from the chat: adjusting_desk, adjusting_cards
orders            close, remind, publish; all orders by one name: checked, carried out, written into the audit log
progress          how far a wave is
report_desk       ordering a report by taps
differences_desk  answers that differ from the roster: accepted or kept out, card by card
material          everything that a report is made from, and its review
report            the files of a report, step by step
key_figures       what stands above the files
beside            functions carried out in a process of their own
work              slow work asked for in the chat
export            a wave's answers as a file
"""
