/*
 * Signals that end a program (Ctrl-C and the like) wait while it has something to finish or to clear away.
 *
 * Between interrupt_hold() and interrupt_release() such a signal is remembered, and a system call that waits, as writing to a full
 * pipe does, fails with EINTR (EPIPE where the reader has gone). Signals that whoever started the program has it ignore stay
 * ignored. Pairs may be nested.
 */
#pragma once

#include <stdbool.h>

void interrupt_hold(void);
/* Whether such a signal has come since then. */
bool interrupt_came(void);
/* The same, but true once only for each. */
bool interrupt_is_new(void);
/* As before; the signal that has come takes effect now, and as a rule ends the program. Nothing happens where nothing is held. */
void interrupt_release(void);
