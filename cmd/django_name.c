/* Names of migrations: see "Migration files" in Django's documentation. */
#include "cmd/django_name.h"

#include <stdlib.h>
#include <string.h>

#define DJANGO_ERROR (g_quark_from_static_string("django"))

static const char letters[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_";

/* Django ignores modules that begin with "_" or "~". */
static bool is_name(const char *text)
{
	return *text && *text != '_' && !text[strspn(text, letters)];
}

static bool fail(GError **error, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool fail(GError **error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error(error, DJANGO_ERROR, 0, "%s", text);
	return false;
}

/* The number before "_" at the start of a name; *digits gets the number of its digits, 0 where there is none. */
static unsigned number_of(const char *name, size_t *digits)
{
	*digits = strspn(name, G_CSET_DIGITS);
	if (*digits > 9 || name[*digits] != '_')
		*digits = 0;
	return *digits ? (unsigned)strtoul(name, NULL, 10) : 0;
}

bool django_name_init(struct django_name *name, const char *path, const char *app, GError **error)
{
	*name = (struct django_name){ .app = g_strdup(app) };
	if (app && !is_name(app))
		return fail(error, "--app: no app of Django has the label \"%s\"", app);
	if (!path || strcmp(path, "-") == 0)
		return true;
	g_autofree char *whole = g_canonicalize_filename(path, NULL), *base = g_path_get_basename(whole);
	name->folder = g_path_get_dirname(whole);
	name->name = g_str_has_suffix(base, ".py") ? g_strndup(base, strlen(base) - strlen(".py")) : g_strdup("");
	if (!is_name(name->name))
		return fail(error, "%s: a migration of Django is a file such as 0007_customer.py: letters, digits and underlines",
			path);
	name->number = number_of(name->name, &name->digits);
	g_autofree char *above = g_path_get_dirname(name->folder), *folder = g_path_get_basename(name->folder),
			*label = g_path_get_basename(above);
	if (!app && strcmp(folder, "migrations") == 0 && is_name(label))
		name->app = g_steal_pointer(&label);
	return true;
}

void django_name_clear(struct django_name *name)
{
	g_free(name->folder);
	g_free(name->app);
	g_free(name->name);
}

char *django_name_part(const struct django_name *name, unsigned part)
{
	if (!part || !name->digits)
		return part ? g_strdup_printf("%s_%u", name->name, part + 1) : g_strdup(name->name);
	return g_strdup_printf("%0*u%s_%u", (int)name->digits, name->number + part, name->name + name->digits, part + 1);
}

char *django_name_path(const struct django_name *name, unsigned part)
{
	g_autofree char *own = django_name_part(name, part), *file = g_strconcat(own, ".py", NULL);

	return g_build_filename(name->folder, file, NULL);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the folder's migrations, sorted; empty where the folder does not exist. */
static GPtrArray *names_in(const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *file;

	while (dir && (file = g_dir_read_name(dir))) {
		g_autofree char *name = g_str_has_suffix(file, ".py") ? g_strndup(file, strlen(file) - strlen(".py")) : NULL;
		if (name && is_name(name))
			g_ptr_array_add(names, g_steal_pointer(&name));
	}
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(names, compare_names);
	return names;
}

bool django_name_is_free(const struct django_name *name, unsigned part, GError **error)
{
	g_autofree char *own = django_name_part(name, part);
	g_autoptr(GPtrArray) names = names_in(name->folder);
	size_t digits;

	for (guint i = 0; i < names->len && name->digits; i++)
		if (strcmp(names->pdata[i], own) != 0 && number_of(names->pdata[i], &digits) == name->number + part && digits)
			return fail(error, "the change takes several migrations, and the number of %s is that of %s already", own,
				(char *)names->pdata[i]);
	return true;
}

static void add(GPtrArray *dependencies, const char *app, const char *name)
{
	g_ptr_array_add(dependencies, g_strdup(app));
	g_ptr_array_add(dependencies, g_strdup(name));
}

static bool add_given(GPtrArray *dependencies, const struct django_name *name, const char *text, GError **error)
{
	const char *dot = strchr(text, '.'), *migration = dot ? dot + 1 : text;
	g_autofree char *app = dot ? g_strndup(text, (size_t)(dot - text)) : g_strdup(name->app);

	if (!app)
		return fail(error, "--depends-on %s: of which app? APP.%s tells it, or --app for the new migration", text, text);
	if (!is_name(app) || !is_name(migration))
		return fail(error, "--depends-on wants APP.MIGRATION, such as shop.0006_order; found \"%s\"", text);
	add(dependencies, app, migration);
	return true;
}

/* Adds the preceding migration of the folder. */
static bool add_last(GPtrArray *dependencies, const struct django_name *name, GError **error)
{
	g_autoptr(GPtrArray) names = names_in(name->folder);
	const char *last = NULL, *other = NULL;
	unsigned greatest = 0;
	size_t digits;

	for (guint i = 0; i < names->len; i++) {
		unsigned number = number_of(names->pdata[i], &digits);
		if (!digits || strcmp(names->pdata[i], name->name) == 0 || (name->digits && number >= name->number) ||
			(last && number < greatest))
			continue;
		other = number == greatest ? last : NULL;
		greatest = number;
		last = names->pdata[i];
	}
	if (other)
		return fail(error, "two migrations are the last before %s: %s and %s; --depends-on tells which it depends on",
			name->name, other, last);
	if (last && !name->app)
		return fail(error, "%s: of which app? --app tells its label", name->folder);
	if (last)
		add(dependencies, name->app, last);
	return true;
}

GPtrArray *django_name_dependencies(const struct django_name *name, const GPtrArray *given, GError **error)
{
	g_autoptr(GPtrArray) dependencies = g_ptr_array_new_with_free_func(g_free);
	bool good = true;

	for (guint i = 0; given && good && i < given->len; i++)
		good = add_given(dependencies, name, given->pdata[i], error);
	if (!given && name->folder)
		good = add_last(dependencies, name, error);
	return good ? g_steal_pointer(&dependencies) : NULL;
}
