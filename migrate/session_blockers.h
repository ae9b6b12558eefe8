/* Finds the sessions that block one which waits for a lock. */
#pragma once

#include "migrate/session.h"

/* Asks over a separate connection, without locks or an open transaction; sets session->blockers, and prints a new value. */
void blockers_look(struct session *);
