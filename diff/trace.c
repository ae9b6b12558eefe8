/* What the engine decides, as lines. */
#include "diff/trace.h"

#include <stdarg.h>

#include "diff/order.h"

static struct {
	enum trace level;
	void (*tell)(const char *line);
} trace;

static const char *const fates[] = { [FATE_SAME] = "stays",
	[FATE_ALTER] = "ALTER",
	[FATE_REMAKE] = "DROP and CREATE",
	[FATE_CREATE] = "CREATE",
	[FATE_DROP] = "DROP" };
#define BLOCKED ", and what depends on it has to be gone meanwhile"
static const char *const stages[STAGE_COUNT] = { [STAGE_KEEP] = "keep",
	[STAGE_UNDO] = "undo",
	[STAGE_MAKE] = "make",
	[STAGE_FILL] = "fill",
	[STAGE_LATE] = "late",
	[STAGE_LAST] = "last" };

void trace_start(enum trace level, void (*tell)(const char *line))
{
	trace.level = level;
	trace.tell = tell;
}

static void line(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void line(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	trace.tell(text);
}

/* Why a pair was judged so: what differs. */
static char *reason_of(const struct changes *changes, const struct change *change)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (change->renamed)
		g_string_append_printf(out, ", renamed from %s", change->have->name);
	for (const struct attribute *row = change->want->kind->attributes; row->name; row++)
		if (change_differs(change, row))
			g_string_append_printf(out, ", %s differs", row->name);
	if (change->have->signature != change->want->signature)
		g_string_append(out, ", the arguments differ");
	if (change_reorders(changes, change))
		g_string_append(out, ", the order of its parts differs");
	if (change_differs_in_common(changes, change))
		g_string_append(out, ", owner, privileges, comment or label differ");
	return g_strdup(out->len ? out->str + 2 : "a part of it differs");
}

static void tell_judged(const struct changes *changes, const struct change *change)
{
	g_autofree char *name = object_describe(change_object(change)),
			*reason = !change->have	  ? g_strdup("it is wanted and not there")
				  : !change->want ? g_strdup("it is there and not wanted")
						  : reason_of(changes, change);

	line("judge: %s: %s%s: %s", name, fates[change->fate], change->disturbs ? BLOCKED : "", reason);
}

void trace_judged(const struct changes *changes)
{
	guint same = 0;

	if (trace.level < TRACE_JUDGE)
		return;
	line("plan: the way %s", changes->back ? "back" : "there");
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		if (change->fate == FATE_SAME)
			same++;
		else
			tell_judged(changes, change);
	}
	line("judge: %u other objects stay", same);
}

void trace_widened(const struct change *change, const struct change *cause)
{
	if (trace.level < TRACE_ALL)
		return;
	g_autofree char *name = object_describe(change_object(change)),
			*other = cause ? object_describe(change_object(cause)) : NULL;
	line("propagate: %s: %s%s%s%s%s", name, fates[change->fate], change->disturbs ? BLOCKED : "",
		change->aside ? ", renamed aside" : "", other ? ": because of " : "", other ? other : "");
}

void trace_circle(const GPtrArray *circle)
{
	for (guint i = 0; trace.level >= TRACE_ALL && i < circle->len; i++) {
		const struct batch *batch = circle->pdata[i];
		g_autofree char *name = object_describe(change_object(batch->change));
		line("order: waits in a circle: %s: %s", stages[batch->stage], name);
	}
}

void trace_ordered(const GPtrArray *batches)
{
	for (guint i = 0; trace.level >= TRACE_ALL && i < batches->len; i++) {
		const struct batch *batch = batches->pdata[i];
		g_autofree char *name = object_describe(change_object(batch->change));
		line("order: %u. %s: %s (statements: %u, waiting for it: %u)", i + 1, stages[batch->stage], name, batch->steps->len,
			batch->before->len);
	}
}
