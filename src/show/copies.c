/* SPDX-License-Identifier: Apache-2.0
 *
 * What reports copied from one another, for readers and programs. See copies.h.
 */
#include "show/copies.h"

#include "show/internal.h"
#include "show/text.h"

static struct kh_str id_of(const struct kh_event *event, uint32_t i)
{
    return event->articles[i].article.id;
}

static void put_int(struct kh_json *json, const char *key, uint32_t value)
{
    kh_json_key(json, key);
    kh_json_int(json, value);
}

static void copy_json(struct kh_json *json, const struct kh_event *event, const struct kh_copy *c)
{
    kh_json_open(json, '{');
    kh_json_pair(json, "article", id_of(event, c->b));
    kh_json_pair(json, "of", id_of(event, c->a));
    kh_json_key(json, "reprint");
    kh_json_bool(json, c->reprint);
    kh_json_key(json, "share");
    kh_json_real(json, c->share_b);
    kh_json_key(json, "of_share");
    kh_json_real(json, c->share_a);
    kh_json_key(json, "spans");
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < c->spans_n; i++) {
        kh_json_open(json, '{');
        put_int(json, "start", c->spans[i].b_start);
        put_int(json, "end", c->spans[i].b_end);
        put_int(json, "of_start", c->spans[i].a_start);
        put_int(json, "of_end", c->spans[i].a_end);
        kh_json_close(json, '}');
    }
    kh_json_close(json, ']');
    kh_json_close(json, '}');
}

void kh_show_copies_json(struct kh_json *json, const struct kh_event *event)
{
    kh_json_key(json, "copies");
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < event->copies_n; i++) copy_json(json, event, &event->copies[i]);
    kh_json_close(json, ']');
}

const struct kh_copy *kh_show_copies_of(const struct kh_event *event, uint32_t b, uint32_t *n)
{
    uint32_t from = 0, to = event->copies_n;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (event->copies[middle].b < b) from = middle + 1;
        else to = middle;
    }
    for (*n = 0; from + *n < event->copies_n && event->copies[from + *n].b == b;) ++*n;
    return event->copies + from;
}

const struct kh_copy *kh_show_copy(const struct kh_event *event, uint32_t b)
{
    const struct kh_copy *best = NULL;
    uint32_t n;
    const struct kh_copy *all = kh_show_copies_of(event, b, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (all[i].reprint) return &all[i];
        if (all[i].share_b < KH_SHARE_TOLD) continue;
        if (!best || all[i].share_b > best->share_b) best = &all[i];
    }
    return best;
}

/* Times of day are compared only when both are told in the same way. */
static bool is_before(struct kh_date a, struct kh_date b)
{
    if (a.precision >= KH_DATE_MINUTE && b.precision >= KH_DATE_MINUTE &&
        a.has_offset == b.has_offset)
        return kh_date_seconds(a) < kh_date_seconds(b);
    if (a.precision < KH_DATE_DAY || b.precision < KH_DATE_DAY) return false;
    return kh_days_of(a.year, a.month, a.day) < kh_days_of(b.year, b.month, b.day);
}

const char *kh_show_copy_label(const struct kh_event *event, const struct kh_copy *copy)
{
    const struct kh_stored *a = &event->articles[copy->a], *b = &event->articles[copy->b];
    if (!copy->reprint) return "shares";
    return is_before(a->article.published, b->article.published) ? "reprint of" : "same text as";
}

unsigned kh_show_copy_percent(const struct kh_copy *copy)
{
    return (unsigned)(copy->share_b * 100 + 0.5);
}

void kh_show_copy_text(struct kh_buf *out, const struct kh_reader *reader,
                       const struct kh_event *event, const struct kh_copy *copy, struct kh_str name)
{
    struct kh_str label = kh_show_word(reader, kh_show_copy_label(event, copy));
    while (label.n) {
        kh_buf_put(out, kh_str_cut(&label, '{'));
        struct kh_str slot = kh_str_cut(&label, '}');
        if (kh_str_eq(slot, KH_STR("article"))) kh_show_line(out, name);
        if (kh_str_eq(slot, KH_STR("share")))
            kh_buf_printf(out, "%u%%", kh_show_copy_percent(copy));
    }
}
