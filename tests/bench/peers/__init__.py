"""Other ways to write the same survey bot, each as its library's own documents teach it."""
