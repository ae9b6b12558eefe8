/* How statements call the objects that they are about. */
#include "diff/ddl/call.h"

#include <string.h>

#include "diff/ddl/verbs.h"
#include "sql/quote.h"

/* The name by which DDL calls a top-level object; routines need their arguments. */
void call_object(GString *out, const struct object *object)
{
	const struct verbs *verbs = verbs_of(object->kind);

	if (verbs->call) {
		verbs->call(out, object);
		return;
	}
	quote_qualified(out, object->schema, object->name);
	if (object->kind->signed_name)
		g_string_append_printf(out, "(%s)", object->signature ? object->signature : "");
}

/* %O the object, %I its name, %P what it is part of, %A its name with the types of its arguments. */
static void append_form(GString *out, const char *form, const struct object *object)
{
	for (; *form; form++) {
		size_t plain = strcspn(form, "%");

		g_string_append_len(out, form, (gssize)plain);
		form += plain;
		if (!*form)
			return;
		switch (*++form) {
		case 'O':
			call_object(out, object);
			break;
		case 'P':
			call_object(out, object->parent);
			break;
		case 'I':
			quote_identifier(out, object->name);
			break;
		default:
			quote_qualified(out, object->schema, object->name);
			g_string_append(out, object->identity + strlen(object->name));
		}
	}
}

/* The word of DDL and the name, unless the kind has another form. */
static void append_words(GString *out, const char *form, const struct object *object)
{
	if (form) {
		append_form(out, form, object);
		return;
	}
	g_string_append_printf(out, "%s ", object->kind->sql);
	call_object(out, object);
}

bool call_is_subject(const struct object *object)
{
	return !object->kind->part || object->kind->subject || object->kind->shape == PART_KEYED;
}

void call_subject(GString *out, const struct object *object)
{
	append_words(out, object->kind->subject, object);
}

void call_target(GString *out, const struct object *object)
{
	append_words(out, object->kind->target, object);
}
