/* Which objects a description is limited to. */
#include "catalog/selection.h"

#include <string.h>

#define ROW(member) \
	{ \
#member, offsetof(struct selection, member) \
	}
const struct selection_row selection_rows[] = {
	ROW(exclude),
	ROW(exclude_schemas),
	ROW(exclude_tables),
	ROW(include),
	ROW(schemas),
	ROW(tables),
	{ 0 },
};
#undef ROW

GPtrArray **selection_list(struct selection *selection, const struct selection_row *row)
{
	return (GPtrArray **)(void *)((char *)selection + row->offset);
}

const GPtrArray *selection_items(const struct selection *selection, const struct selection_row *row)
{
	return *selection_list((struct selection *)selection, row);
}

struct selection *selection_copy(const struct selection *selection)
{
	struct selection *copy = g_new0(struct selection, 1);

	for (const struct selection_row *row = selection_rows; row->key; row++) {
		const GPtrArray *items = selection_items(selection, row);
		GPtrArray **list = selection_list(copy, row);
		for (guint i = 0; items && i < items->len; i++) {
			if (!*list)
				*list = g_ptr_array_new_with_free_func(g_free);
			g_ptr_array_add(*list, g_strdup(items->pdata[i]));
		}
	}
	return copy;
}

void selection_free(gpointer data)
{
	struct selection *selection = data;

	for (const struct selection_row *row = selection_rows; selection && row->key; row++)
		if (*selection_list(selection, row))
			g_ptr_array_unref(*selection_list(selection, row));
	g_free(selection);
}

bool selection_is_empty(const struct selection *selection)
{
	for (const struct selection_row *row = selection_rows; row->key; row++)
		if (selection_items(selection, row))
			return false;
	return true;
}

bool selection_equal(const struct selection *a, const struct selection *b)
{
	for (const struct selection_row *row = selection_rows; row->key; row++) {
		const GPtrArray *x = selection_items(a, row), *y = selection_items(b, row);
		if (!x != !y || (x && x->len != y->len))
			return false;
		for (guint i = 0; x && i < x->len; i++)
			if (strcmp(x->pdata[i], y->pdata[i]) != 0)
				return false;
	}
	return true;
}
