/* Who is in the way of a session that waits for a lock. */
#pragma once

#include "migrate/session.h"

/*
 * Asks over a connection of its own, which takes no locks and stays in no transaction; sets session->blockers, and says it when it
 * is new.
 */
void blockers_look(struct session *);
