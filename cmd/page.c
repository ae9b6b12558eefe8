/* Pages about schemas: the frame of them. */
#include "cmd/page.h"

#include <string.h>

#include "catalog/depend.h"
#include "catalog/kinds.h"
#include "cmd/diagram.h"
#include "cmd/html.h"
#include "cmd/xml.h"
#include "sql/name.h"

static const char style[] =
	"body{max-width:none;padding:0}header,main,nav,.bar{padding:0 1.25rem}header{padding-top:1.5rem}main{padding-bottom:4rem;min-width:0}\n"
	".bar{position:sticky;top:0;z-index:2;display:flex;gap:.75rem;align-items:center;padding-top:.6rem;padding-bottom:.6rem;background:var(--back);"
	"border-bottom:1px solid var(--edge)}.bar input{flex:1 1 auto;max-width:36rem;min-width:0;font:inherit;color:inherit;background:var(--card);"
	"border:1px solid var(--edge);border-radius:6px;padding:.35rem .7rem}.bar output{color:var(--soft);font-size:.85rem;white-space:nowrap}\n"
	"[hidden]{display:none !important}.index{border:0;padding:.75rem 0;font-size:.9rem;background:none}.index ul{list-style:none;padding:0 0 .5rem}"
	".index li{overflow-wrap:anywhere;line-height:1.35;padding:.1rem 0}.index a{text-decoration:none}.index a:hover{text-decoration:underline}.index "
	".group{font-weight:600;display:block;margin-top:.6rem;color:var(--text)}.index .kind{color:var(--soft);font-size:.8rem}.index li.kind{margin-top:.35rem}\n"
	"section{margin-top:2.5rem}section>h2{font-size:1.4rem;border-bottom:1px solid var(--edge);padding-bottom:.3rem;margin:0 0 1rem}"
	"h2,h3,article,section,tr,main{scroll-margin-top:3.6rem}.kind{color:var(--soft);font-weight:400}\n"
	"article{padding:.25rem 0 1.25rem;margin:0 0 1rem;border-bottom:1px solid var(--edge);content-visibility:auto;contain-intrinsic-size:auto 30rem}"
	"article>h3{font-size:1.1rem;margin:.5rem 0 .25rem;overflow-wrap:anywhere}article>h3 a{color:inherit;text-decoration:none}"
	"article h4{font-size:.9rem;text-transform:none}article:target>h3{color:var(--link)}\n"
	".about{margin:.25rem 0 .5rem;white-space:pre-line;max-width:50rem}dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1rem;"
	"margin:.5rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}table{font-size:.9rem;margin:.25rem 0 .75rem}th{padding:.25rem .6rem}"
	"td{padding:.25rem .6rem}pre{margin:.25rem 0;max-height:32rem;overflow:auto}details pre{border:0;padding:.25rem 0;background:none}"
	"article details{padding:.3rem .6rem;font-size:.9rem}.uses{font-size:.9rem;max-width:60rem}\n"
	"td:first-child code{font-weight:600;overflow-wrap:break-word}.legend{display:flex;flex-wrap:wrap;gap:.4rem 1.25rem;color:var(--soft);font-size:.85rem;margin:.25rem 0}"
	".legend span:before{content:'';display:inline-block;width:.9em;height:.9em;border:2px solid currentColor;border-radius:3px;margin-right:.4em;"
	"vertical-align:-.1em}.legend .dropped:before{border-style:dashed}.added{color:var(--ok)}.changed{color:var(--change)}.dropped{color:var(--no)}\n"
	".er .added,.er .changed,.er .dropped{color:inherit}.loss{border:1px solid var(--no);border-left:6px solid var(--no);border-radius:6px;padding:.5rem 1rem;"
	"margin:1rem 0}.risk{border:1px solid var(--change);border-left:6px solid var(--change);border-radius:6px;padding:.5rem 1rem;margin:1rem 0}"
	".loss h2,.risk h2{margin:0 0 .25rem;font-size:1rem}.counts{width:auto}.counts td+td,.counts th+th{text-align:right}.before{background:none}"
	"td pre{margin:0;padding:0;border:0;background:none;max-height:24rem}.hazard{color:var(--change);font-weight:600}.hazard.bad{color:var(--no)}\n"
	"@media(min-width:64rem){.columns{display:grid;grid-template-columns:17rem minmax(0,1fr)}nav{position:sticky;top:3.4rem;align-self:start;"
	"max-height:calc(100vh - 3.4rem);overflow:auto;border-right:1px solid var(--edge)}}\n"
	"@media(max-width:40rem){header,main,nav,.bar{padding-left:.9rem;padding-right:.9rem}.counts thead{display:table-header-group}.counts tr{display:table-row}"
	".counts td{display:table-cell}.counts td:before{content:none}dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:.35rem}"
	"td{display:block;position:relative;padding:.05rem .5rem .05rem 6.75rem}td:before{position:absolute;left:.5rem}td:first-child,.statements td{padding-left:"
	".5rem}td:first-child:before,.statements td:before{content:none}.counts td,.counts td:first-child{position:static;padding:.25rem "
	".6rem}tr{margin:.35rem 0;padding:.35rem 0}}\n"
	"@media print{body,table{font-size:11px}.bar,nav{display:none}.columns{display:block}article{content-visibility:visible;break-inside:auto}h2,h3,h4{break-after:"
	"avoid}pre{max-height:none}a{color:inherit;text-decoration:none}tr{break-inside:avoid}}\n";

/* Neither "<" nor "&" is in it: the page is XML too. It writes no markup, and reads the page alone. */
static const char script[] =
	"\n'use strict';\n"
	"document.addEventListener('DOMContentLoaded', function () {\n"
	"  var box = document.getElementById('search'), found = document.getElementById('found'), index = document.querySelector('.index'),\n"
	"    main = document.querySelector('main');\n"
	"  var sections = Array.from(document.querySelectorAll('section')), links = new Map();\n"
	"  document.querySelectorAll('.index a').forEach(function (a) { links.set(a.getAttribute('href').slice(1), a.parentNode); });\n"
	"  var groups = sections.map(function (section) {\n"
	"    return { section: section, link: links.get(section.id), objects: Array.from(section.querySelectorAll('article')).map(function (node) {\n"
	"      var text = Array.from(node.querySelectorAll('h3, .n, .about')).map(function (part) { return part.textContent; }).join(' ');\n"
	"      return { node: node, link: links.get(node.id), text: text.toLowerCase() };\n"
	"    }) };\n"
	"  }).filter(function (group) { return group.objects.length; });\n"
	"  var all = groups.reduce(function (sum, group) { return sum + group.objects.length; }, 0);\n"
	"  function show(thing, shown) { if (thing) thing.hidden = !shown; }\n"
	"  function search(moves) {\n"
	"    var words = box.value.toLowerCase().split(/\\s+/).filter(Boolean), count = 0;\n"
	"    groups.forEach(function (group) {\n"
	"      var here = 0;\n"
	"      group.objects.forEach(function (object) {\n"
	"        var shown = words.every(function (word) { return object.text.includes(word); });\n"
	"        show(object.node, shown);\n"
	"        show(object.link, shown);\n"
	"        here += shown ? 1 : 0;\n"
	"      });\n"
	"      show(group.section, here);\n"
	"      show(group.link, here);\n"
	"      count += here;\n"
	"    });\n"
	"    document.querySelectorAll('[data-whole]').forEach(function (whole) { show(whole, !words.length); });\n"
	"    if (moves ? box.form.offsetHeight > main.getBoundingClientRect().top : false) main.scrollIntoView();\n"
	"    found.textContent = words.length ? count + ' of ' + all : all + ' objects';\n"
	"  }\n"
	/* what comes into view gets its height, so that what is below moves */
	"  function reach(target) {\n"
	"    var times = 0;\n"
	"    (function again() { target.scrollIntoView(); if (times++ !== 5) requestAnimationFrame(again); })();\n"
	"  }\n"
	"  var waiting;\n"
	"  box.addEventListener('input', function () { clearTimeout(waiting); waiting = setTimeout(search, 80, true); });\n"
	"  box.form.addEventListener('submit', function (event) { event.preventDefault(); });\n"
	"  document.addEventListener('keydown', function (event) {\n"
	"    if (event.key === '/' ? document.activeElement !== box : false) { event.preventDefault(); box.focus(); box.select(); }\n"
	"  });\n"
	"  window.addEventListener('hashchange', function () {\n"
	"    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));\n"
	"    if (target ? target.closest('[hidden]') : false) { box.value = ''; search(false); reach(target); }\n"
	"    if (window.innerWidth / parseFloat(getComputedStyle(document.documentElement).fontSize) >= 64) return;\n"
	"    if (index) index.open = false;\n"
	"  });\n"
	"  var folded = [];\n"
	"  window.addEventListener('beforeprint', function () {\n"
	"    folded = Array.from(document.querySelectorAll('details:not([open])'));\n"
	"    folded.forEach(function (one) { one.open = true; });\n"
	"  });\n"
	"  window.addEventListener('afterprint', function () { folded.forEach(function (one) { one.open = false; }); });\n"
	"  if (index) index.open = window.matchMedia('(min-width: 64rem)').matches;\n"
	"  box.form.hidden = false;\n"
	"  search(false);\n"
	"});\n";

/* Relations and types are what rows name. */
void page_expect(struct page *page, const struct object *object)
{
	g_hash_table_add(page->ids, page_id(object));
	if (object->parent || !object->schema || !kind_is(object->kind, TRAIT_RELATION | TRAIT_TYPE))
		return;
	char *name = name_join(object->schema, object->name);
	if (!g_hash_table_contains(page->names, name))
		g_hash_table_insert(page->names, name, (gpointer)object);
	else
		g_free(name);
}

bool page_expects(const struct page *page, const struct object *object)
{
	g_autofree char *id = page_id(object);

	return g_hash_table_contains(page->ids, id);
}

void page_init(struct page *page, struct pool *pool, struct tables *tables)
{
	*page = (struct page){
		.head = g_string_new(NULL),
		.index = g_string_new(NULL),
		.body = g_string_new(NULL),
		.pool = pool,
		.tables = tables,
		.arena = arena_new(),
		.ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
}

void page_clear(struct page *page)
{
	g_string_free(page->head, true);
	g_string_free(page->index, true);
	g_string_free(page->body, true);
	tables_free(page->tables);
	arena_free(page->arena);
	depend_free(page->needs);
	g_hash_table_unref(page->ids);
	g_hash_table_unref(page->names);
}

void page_write(const struct page *page, const char *title, GString *out)
{
	g_autofree char *styles = g_strconcat(style, diagram_style, NULL);

	html_begin(out, title, styles, script);
	g_string_append(out, "<header>\n");
	html_element(out, "h1", NULL, title);
	g_string_append_printf(out, "%s</header>\n", page->head->str);
	g_string_append(out,
		"<form class=\"bar\" role=\"search\" hidden=\"\"><input id=\"search\" type=\"search\" "
		"placeholder=\"Search names, columns, comments\" aria-label=\"Search names, columns, comments\" "
		"autocomplete=\"off\" spellcheck=\"false\"/><output id=\"found\"></output></form>\n<div class=\"columns\">\n");
	g_string_append_printf(out,
		"<nav><details class=\"index\"><summary>Contents</summary>%s</details></nav>\n<main>\n%s</main>\n</div>\n",
		page->index->str, page->body->str);
	html_end(out);
}

/* "<a href="#id"><span class="kind">table</span> name</a>" */
static void append_entry(GString *out, const char *id, const char *class, const char *kind, const char *name)
{
	g_string_append_printf(out, "<a%s%s%s href=\"#%s\">", class ? " class=\"" : "", class ? class : "", class ? "\"" : "", id);
	if (kind)
		html_element(out, "span", "kind", kind);
	g_string_append(out, kind ? " " : "");
	xml_append(out, name);
	g_string_append(out, "</a>");
}

void page_open_section(struct page *page, const char *id, const char *kind, const char *name)
{
	g_string_append(page->index, "<div>");
	append_entry(page->index, id, "group", kind, name);
	g_string_append(page->index, "<ul>\n");
	page->kind = NULL;
	g_string_append_printf(page->body, "<section id=\"%s\"><h2>", id);
	html_element(page->body, "span", "kind", kind);
	g_string_append_c(page->body, ' ');
	xml_append(page->body, name);
	g_string_append(page->body, "</h2>\n");
}

void page_close_section(struct page *page)
{
	g_string_append(page->index, "</ul></div>\n");
	g_string_append(page->body, "</section>\n");
}

void page_append_badge(GString *out, const char *class)
{
	if (!class)
		return;
	g_string_append_printf(out, "<span class=\"badge %s\">%s</span>", class, class);
}

void page_open_object(struct page *page, const char *id, const char *kind, const char *name, const char *class)
{
	/* the kind stands where it begins, but not amid what a search has found */
	if (g_strcmp0(page->kind, kind) != 0)
		g_string_append_printf(page->index, "<li class=\"kind\" data-whole=\"\">%s</li>\n", kind);
	g_string_append(page->index, "<li>");
	append_entry(page->index, id, class, NULL, name);
	page->kind = kind;
	g_string_append(page->index, "</li>\n");
	g_string_append_printf(page->body, "<article id=\"%s\"><h3><a href=\"#%s\">", id, id);
	html_element(page->body, "span", "kind", kind);
	g_string_append_c(page->body, ' ');
	xml_append(page->body, name);
	g_string_append(page->body, class ? "</a> " : "</a>");
	page_append_badge(page->body, class);
	g_string_append(page->body, "</h3>\n");
}

void page_close_object(struct page *page)
{
	g_string_append(page->body, "</article>\n");
	arena_reset(page->arena);
}

static void append_id(GString *out, const struct object *object)
{
	g_autofree char *kind = g_strdelimit(g_strdup(object->kind->name), " ", '-');

	if (object->parent) {
		append_id(out, object->parent);
		g_string_append_c(out, '.');
	}
	g_string_append(out, kind);
	if (object->schema && !object->parent) {
		g_string_append_c(out, '.');
		html_append_id(out, object->schema);
	}
	g_string_append_c(out, '.');
	html_append_id(out, object->name);
	if (object->signature) {
		g_string_append_c(out, '.');
		html_append_id(out, object->signature);
	}
}

char *page_id(const struct object *object)
{
	GString *out = g_string_new(NULL);

	append_id(out, object);
	return g_string_free(out, false);
}

char *page_schema_id(const char *name)
{
	GString *out = g_string_new("within.");

	html_append_id(out, name);
	return g_string_free(out, false);
}

char *page_name(const struct object *object)
{
	g_autofree char *key = object_key(object);
	g_autofree char *prefix = g_strconcat(kind_key(object->kind), " ", NULL);

	return g_strdup(g_str_has_prefix(key, prefix) ? key + strlen(prefix) : key);
}

void page_append_link(const struct page *page, GString *out, const struct object *object, const char *text)
{
	g_autofree char *id = page_id(object);

	if (!g_hash_table_contains(page->ids, id)) {
		xml_append(out, text);
		return;
	}
	g_string_append_printf(out, "<a href=\"#%s\">", id);
	xml_append(out, text);
	g_string_append(out, "</a>");
}
