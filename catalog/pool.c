/* One copy of each text and of each list of names. */
#include "catalog/pool.h"

#include <glib.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "sql/name.h"

/* A pool that grows large takes huge pages, where the system has them: most of the time goes into the first use of a page else. */
enum { BLOCK = 64 * 1024, LARGE = 32 /* blocks */, HUGE_PAGE = 2 * 1024 * 1024, FIRST_SLOTS = 1 << 12 };

struct slot {
	uint32_t hash, length;
	const char *text;
};

struct pool {
	GPtrArray *blocks;
	char *free;
	size_t left;
	struct slot *slots; /* texts, open addressing, a power of two */
	size_t slot_count, used;
	GHashTable *lists;     /* struct names * by content */
	GHashTable *qualified; /* struct qualified * by text, of the pool */
};

static guint names_hash(gconstpointer key)
{
	const struct names *names = key;
	guint hash = (guint)names->count;

	for (size_t i = 0; i < names->count; i++)
		hash = hash * 31 + g_direct_hash(names->items[i]) / 8;
	return hash;
}

static gboolean names_equal(gconstpointer a, gconstpointer b)
{
	const struct names *x = a, *y = b;

	return x->count == y->count && memcmp(x->items, y->items, x->count * sizeof(x->items[0])) == 0;
}

struct pool *pool_new(void)
{
	struct pool *pool = g_new0(struct pool, 1);

	pool->blocks = g_ptr_array_new_with_free_func(g_free);
	pool->slot_count = FIRST_SLOTS;
	pool->slots = g_new0(struct slot, pool->slot_count);
	pool->lists = g_hash_table_new(names_hash, names_equal);
	pool->qualified = g_hash_table_new(NULL, NULL);
	return pool;
}

void pool_free(struct pool *pool)
{
	if (!pool)
		return;
	g_ptr_array_unref(pool->blocks);
	g_free(pool->slots);
	g_hash_table_unref(pool->lists);
	g_hash_table_unref(pool->qualified);
	g_free(pool);
}

static void add_block(struct pool *pool)
{
	bool large = pool->blocks->len >= LARGE;

	pool->left = large ? 2 * HUGE_PAGE : BLOCK;
	pool->free = large ? aligned_alloc(HUGE_PAGE, pool->left) : g_malloc(BLOCK);
	if (!pool->free)
		g_error("out of memory");
	if (large)
		madvise(pool->free, pool->left, MADV_HUGEPAGE);
	g_ptr_array_add(pool->blocks, pool->free);
}

static char *take(struct pool *pool, size_t size, size_t align)
{
	size_t skip = pool->free ? -(uintptr_t)pool->free & (align - 1) : 0;

	if (size > BLOCK / 4) {
		char *own = g_malloc(size);
		g_ptr_array_add(pool->blocks, own);
		return own;
	}
	if (pool->left < size + skip) {
		add_block(pool);
		skip = 0;
	}
	char *result = pool->free + skip;
	pool->free += skip + size;
	pool->left -= skip + size;
	return result;
}

void *pool_alloc(struct pool *pool, size_t size)
{
	return memset(take(pool, size, sizeof(void *)), 0, size);
}

/* FNV-1a, eight bytes at a time where there are that many. */
static uint32_t text_hash(const char *text, size_t length)
{
	uint64_t hash = 0xcbf29ce484222325u ^ length, word;

	for (; length >= sizeof(word); text += sizeof(word), length -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		hash = (hash ^ word) * 0x9fb21c651e98df25u;
		hash ^= hash >> 32;
	}
	for (; length; text++, length--)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
	return (uint32_t)(hash ^ hash >> 29);
}

static void grow(struct pool *pool)
{
	size_t old_count = pool->slot_count;
	struct slot *old = pool->slots;

	pool->slot_count *= 2;
	pool->slots = g_new0(struct slot, pool->slot_count);
	for (size_t i = 0; i < old_count; i++) {
		if (!old[i].text)
			continue;
		size_t at = old[i].hash & (pool->slot_count - 1);
		while (pool->slots[at].text)
			at = (at + 1) & (pool->slot_count - 1);
		pool->slots[at] = old[i];
	}
	g_free(old);
}

/* The slot that has the text, or the free one where it belongs. */
static size_t slot_of(const struct pool *pool, const char *text, size_t length, uint32_t hash)
{
	size_t at = hash & (pool->slot_count - 1);

	while (pool->slots[at].text && !(pool->slots[at].hash == hash && pool->slots[at].length == length &&
					       memcmp(pool->slots[at].text, text, length) == 0))
		at = (at + 1) & (pool->slot_count - 1);
	return at;
}

const char *pool_find_n(const struct pool *pool, const char *text, size_t length)
{
	return pool->slots[slot_of(pool, text, length, text_hash(text, length))].text;
}

const char *pool_text_n(struct pool *pool, const char *text, size_t length)
{
	uint32_t hash = text_hash(text, length);
	size_t at = slot_of(pool, text, length, hash);

	if (pool->slots[at].text)
		return pool->slots[at].text;
	char *copy = take(pool, length + 1, 1);
	memcpy(copy, text, length);
	copy[length] = '\0';
	pool->slots[at] = (struct slot){ .hash = hash, .length = (uint32_t)length, .text = copy };
	if (++pool->used * 4 > pool->slot_count * 3)
		grow(pool);
	return copy;
}

const char *pool_text(struct pool *pool, const char *text)
{
	return text ? pool_text_n(pool, text, strlen(text)) : NULL;
}

const char *pool_printf(struct pool *pool, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return pool_text(pool, text);
}

const struct names *pool_names(struct pool *pool, const char *const *items, size_t count)
{
	size_t size = sizeof(struct names) + count * sizeof(items[0]);

	if (!count)
		return NULL;
	g_autofree struct names *wanted = g_malloc(size);
	wanted->count = count;
	memcpy(wanted->items, items, count * sizeof(items[0]));
	struct names *known = g_hash_table_lookup(pool->lists, wanted);
	if (!known) {
		known = pool_alloc(pool, size);
		memcpy(known, wanted, size);
		g_hash_table_add(pool->lists, known);
	}
	return known;
}

const struct qualified *pool_qualified(struct pool *pool, const char *text)
{
	const char *key = pool_text(pool, text);
	struct qualified *known = key ? g_hash_table_lookup(pool->qualified, key) : NULL;
	g_autofree char *schema = NULL, *name = NULL;

	if (!key || known)
		return known;
	known = pool_alloc(pool, sizeof(*known));
	known->text = key;
	if (name_split(key, &schema, &name)) {
		known->schema = pool_text(pool, schema);
		known->name = pool_text(pool, name);
	}
	g_hash_table_insert(pool->qualified, (gpointer)key, known);
	return known;
}
