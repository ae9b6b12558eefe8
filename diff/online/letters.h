/* The texts of forms, with what their letters stand for. */
#pragma once

#include "diff/online/site.h"

enum online_value {
	ONLINE_GOOD,
	ONLINE_SPARE,	/* the piece is not needed */
	ONLINE_UNKNOWN, /* nobody knows: there is no form */
};

struct online_letter {
	char letter;
	enum online_value (*append)(GString *, const struct online_site *);
};

/* Those of columns that are made beside the old ones; ends in one without function. */
extern const struct online_letter beside_letters[];

/* A text of the site's form. *known: whether all its letters have a value here. NULL: it is not needed, or not known. Free it. */
char *online_write(const struct online_site *, const char *text, bool *known);
