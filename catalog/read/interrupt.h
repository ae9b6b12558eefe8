/*
 * Delays signals that end a program (Ctrl-C and the like) while it has something to finish or to clean up.
 *
 * Between interrupt_hold() and interrupt_release() such a signal is remembered, and a waiting system call, such as a write to a
 * full pipe, fails with EINTR (EPIPE where the reader is gone). Signals that are ignored at the start of the program stay ignored.
 * Pairs may be nested.
 */
#pragma once

#include <stdbool.h>

void interrupt_hold(void);
/* Whether such a signal has arrived since interrupt_hold(). */
bool interrupt_came(void);
/* The same, but true once only for each. */
bool interrupt_is_new(void);
/* As before; the signal that has come takes effect now, and as a rule ends the program. Nothing happens where nothing is held. */
void interrupt_release(void);
