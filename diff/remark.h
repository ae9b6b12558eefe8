/* What a plan says besides its statements: what is lost, what no SQL can bring about, and what may be a rename. */
#pragma once

#include <glib.h>
#include <stdarg.h>
#include <stdbool.h>

#include "catalog/object.h"

/* Each has a name for programs that stays what it is, whatever the text says: remark_code_name(). */
enum remark_code {
	LOSS_ATTRIBUTE_DROPPED,
	LOSS_COLUMN_DROPPED,
	LOSS_COLUMN_GENERATED,
	LOSS_EXTENSION_DROPPED,
	LOSS_LABEL_REMOVED,
	LOSS_NOT_KEPT,
	LOSS_PASSWORD_DROPPED,
	LOSS_POSITION,
	LOSS_ROWS_DELETED,
	LOSS_TABLE_DROPPED,
	LOSS_VALUES_CHANGED,
	LOSS_VALUES_DROPPED,
	NOTE_BACKFILL,
	NOTE_COLUMN_ORDER,
	NOTE_CONNECTION_SECRET,
	NOTE_DATABASE_SETTING,
	NOTE_DROP_EXPRESSION,
	NOTE_EVENT_TRIGGER,
	NOTE_EXTENSION_VERSION,
	NOTE_GIVEN_BACK,
	NOTE_KEPT,
	NOTE_NEW_COLUMN,
	NOTE_NO_ONLINE_FORM,
	NOTE_OPTION_SECRET,
	NOTE_OPTIONS_HIDDEN,
	NOTE_OWNER,
	NOTE_PARTITIONED_UNLOGGED,
	NOTE_RESULTS,
	NOTE_ROLE_PASSWORD,
	NOTE_ROWS,
	NOTE_RULE_ENABLED,
	NOTE_SEVERAL_TRANSACTIONS,
	NOTE_SLOT,
	NOTE_SUBSCRIPTION_DISABLED,
	NOTE_TABLE_RECREATED,
	NOTE_TIME_ZONE,
	NOTE_WAY_BACK,
	LOOK_ALIKE,
	REMARK_CODES,
};

struct remark {
	enum remark_code code;
	const struct object *object; /* of either snapshot; NULL: none in particular */
	char *text;
	char *subject,
		*old; /* of a possible rename: "column b of table s.t", "label b of enum s.e", and its former name; else NULL */
};

/* A list of them. Free it with g_ptr_array_unref(). */
GPtrArray *remarks_new(void);
/* Adds one; nothing where the list has its text already. */
void remark_add(GPtrArray *remarks, enum remark_code, const struct object *, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void remark_add_v(GPtrArray *remarks, enum remark_code, const struct object *, const char *format, va_list arguments)
	__attribute__((format(printf, 4, 0)));
/* Adds a possible rename: subject, of the object, is new; how: "has the same type as column a of table s.t"; what to write. */
void remark_add_rename(
	GPtrArray *remarks, const struct object *, const char *subject, const char *old, const char *how, const char *advice);
/* The text of the list's i-th. */
const char *remark_text(const GPtrArray *remarks, guint i);

/* Whether the list has a remark of that text. */
bool remarks_have(const GPtrArray *remarks, const char *text);
/* Whether a text of the list names the object described so: "table public.t", which is not in "table public.t2 is dropped". */
bool remarks_name(const GPtrArray *remarks, const char *description);

/* "column-dropped", and what it means in general, "a column is dropped with its values". */
const char *remark_code_name(enum remark_code);
const char *remark_code_meaning(enum remark_code);
