/* SPDX-License-Identifier: Apache-2.0
 *
 * The address by which an article is recognised. See url_key.h.
 */
#include "store/url_key.h"

/* Parameters added by mailings, networks and counters; none of them chooses what is shown. */
static bool only_counts(struct kh_str parameter)
{
    static const char *const names[] = {
        "utm_",   "fbclid=", "gclid=", "mc_cid=", "mc_eid=", "msclkid=", "igshid=",
        "yclid=", "dclid=",  "_ga=",   "spm=",    "ref=",    "ref_src=", "amp="};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kh_str_starts(parameter, kh_str_of(names[i]))) return true;
    return parameter.n == 0;
}

static size_t put(char *out, size_t n, struct kh_str s)
{
    if (s.n) memcpy(out + n, s.p, s.n);
    return n + s.n;
}

struct kh_str kh_url_key(struct kh_arena *arena, struct kh_str url)
{
    url = kh_str_trim(url);
    size_t scheme = kh_str_find(url, KH_STR("://"), 0);
    if (scheme == SIZE_MAX || (scheme != 4 && scheme != 5) ||
        kh_str_find_nocase(url, KH_STR("http"), 0) != 0)
        return KH_STR_NONE;
    url = kh_str_sub(url, scheme + 3, url.n);
    url = kh_str_cut(&(struct kh_str){url.p, url.n}, '#');
    struct kh_str query = url;
    struct kh_str path = kh_str_cut(&query, '?');
    struct kh_str rest = path;
    struct kh_str host = kh_str_cut(&rest, '/');
    if (host.n > 4 && kh_str_eq_nocase(kh_str_sub(host, 0, 4), KH_STR("www.")))
        host = kh_str_sub(host, 4, host.n);
    while (rest.n && rest.p[rest.n - 1] == '/') rest.n--;

    char *out = kh_arena_bytes(arena, url.n + 3);
    if (!out || !host.n) return KH_STR_NONE;
    size_t n = 0;
    for (size_t i = 0; i < host.n && host.p[i] != ':'; i++) out[n++] = kh_lower(host.p[i]);
    size_t bare = n;
    out[n++] = '/';
    n = put(out, n, rest);
    char between = '?';
    while (query.n) {
        struct kh_str parameter = kh_str_cut(&query, '&');
        if (only_counts(parameter)) continue;
        out[n++] = between;
        n = put(out, n, parameter);
        between = '&';
    }
    return n == bare + 1 ? KH_STR_NONE : (struct kh_str){out, n};
}
