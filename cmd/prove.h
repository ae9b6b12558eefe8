/* yaml2db --prove: tries both scripts on a scratch server before they are written. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/comparison.h"
#include "cmd/script.h"
#include "prove/error.h"
#include "prove/scratch.h"

struct prove_options {
	bool prove, anonymize;
	bool with_rows;	     /* the plans contain rows, so no test rows can be generated; not an option */
	bool measures;	     /* also measure each statement; not an option */
	const char *scratch; /* a place, or "auto" */
};

#define NORMALIZE_OPTIONS(normalize, options) \
	{ "normalize", 0, NULL, "write expressions and queries of a YAML file as a server prints them", .flag = &(normalize) }, \
	{ \
		"scratch", 0, "PLACE", "which server: one that databases may be made on, or auto, a private one, the default", \
			.text = &(options).scratch \
	}
#define PROVE_OPTIONS(options) \
	{ "prove", 0, NULL, "try both scripts on a scratch server first, and write none that fails there", \
		.flag = &(options).prove }, \
		{ "scratch", 0, "PLACE", \
			"where to: a server that databases may be made on, or auto, a private one; implies --prove", \
			.text = &(options).scratch }, \
	{ \
		"anonymize", 0, NULL, "put other names into what a failed proof leaves", .flag = &(options).anonymize \
	}

bool prove_is_wanted(const struct prove_options *);
/* What is wrong with the options; NULL: nothing. */
const char *prove_problem(const struct prove_options *);

/*
 * The scratch server: the named one, or a private one of the major version of either place, or else the newest installed.
 * scratch_free() it; NULL with an error.
 */
struct scratch *prove_open(
	struct place *changed, const struct place *other, const struct prove_options *, const struct place_options *, GError **);

/*
 * Tries both plans of a comparison; the options of their scripts name their places. *steps gets the measurements, see
 * prove/steps.h; NULL: none; free it with g_array_unref(). PROVE_UNPROVED where the proof fails: the error has the statement and
 * the reason, and names the directory with all that is needed to investigate.
 */
bool prove_plans(const struct comparison *, const struct prove_options *, const struct script_options *there,
	const struct script_options *back, bool revert, GArray **steps, GError **);

/*
 * The schemas between the transactions of an online plan, read from a scratch server: struct snapshot *, the old one first, then
 * one after each transaction; free it with g_ptr_array_unref(). NULL with an error.
 */
GPtrArray *prove_states(const struct comparison *, const struct prove_options *, GError **);
