"""What somebody wrote or tapped becomes rows and the next message, whatever the channel.

In order of reading:

reception       a batch of messages in, one transaction, everything that follows from it stored
turns           what the desks share: one thing somebody did, with everything needed to answer it
ledger          what the turns of one batch decided, written once per table
floods          what of a chat's hundreds of messages in one batch is answered
desk            which of the following answers a message
identification  codes, the platform's contact button, "is that you?"
consent         the notice, and what the person decided
beginning       a response begins
interviewer     one turn of an interview: pure
cards           how an interview looks in the chat
remarks         what a card says first
paradata        when what was shown, answered, corrected
putting_off     the buttons under an invitation or a reminder
rights          see, correct, withdraw, erase
redrawing       cards that a crash left owed
forms           published forms, parsed once per wave
preview         a form played in the terminal
"""
