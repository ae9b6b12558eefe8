/*
 * Owners and privileges that a description leaves out: what is dropped and made again gets back those that it had in whatever
 * database the script is run, by statements that name no role. What they are is asked when the script begins, see SCRIPT in
 * diff/keep.c, and given to what is made again at its place.
 */
#pragma once

#include "diff/say.h"

/* What is kept of an object that is made again. */
enum keep {
	KEEP_OWNER = 1,
	KEEP_PRIVILEGES = 2,
};

/*
 * What the descriptions leave out of the change's object that it is to keep, as bits of enum keep; 0: it is not made again, they
 * tell all, or it has none.
 */
int keep_of(const struct say *);
/* Says that the object gets back what was kept of it: after all else that makes it. A note tells what cannot be. */
void keep_say(struct say *, enum stage, int keep);
/*
 * The statement that has to run before all of the plan, and the one after it, which forgets what was kept; NULL: nothing is kept.
 * Free the first.
 */
char *keep_before(const struct changes *);
const char *keep_after(const struct changes *);
