/* SPDX-License-Identifier: Apache-2.0
 *
 * The tokenizer: own cases, the tables of names and references, and the html5lib suite. A case of
 * the suite may fail only when html5lib-exceptions.txt lists it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <jansson.h>

#include "base/buf.h"
#include "base/limits.h"
#include "html5lib.h"
#include "parse/names.h"
#include "parse/refs.h"
#include "parse/tokenizer.h"

static json_t *json_text(struct kh_str s)
{
    json_t *value = json_stringn_nocheck(s.p ? s.p : "", s.n);
    assert_non_null(value);
    return value;
}

static json_t *json_id(struct kh_str s, bool has)
{
    return has ? json_text(s) : json_null();
}

/* Appends text to `list`, onto the Character token before if there is one. */
static void add_text(json_t *list, struct kh_str s)
{
    json_t *last = json_array_get(list, json_array_size(list) - 1);
    if (json_array_size(list) == 0 ||
        strcmp(json_string_value(json_array_get(last, 0)), "Character") != 0) {
        json_array_append_new(list, json_pack("[s,o]", "Character", json_text(s)));
        return;
    }
    json_t *old = json_array_get(last, 1);
    size_t n = json_string_length(old);
    char *joined = malloc(n + s.n + 1);
    assert_non_null(joined);
    memcpy(joined, json_string_value(old), n);
    if (s.n) memcpy(joined + n, s.p, s.n);
    json_array_set_new(last, 1, json_text((struct kh_str){joined, n + s.n}));
    free(joined);
}

static void add_token(json_t *list, struct kh_tokenizer *t)
{
    const struct kh_html_token *token = &t->token;
    const struct kh_doctype *doctype = &token->doctype;
    switch (token->kind) {
    case KH_HTML_TEXT: add_text(list, kh_tokenizer_text(t, KH_NUL_AS_READ)); break;
    case KH_HTML_COMMENT:
        json_array_append_new(
            list, json_pack("[s,o]", "Comment", json_text(kh_tokenizer_text(t, KH_NUL_AS_READ))));
        break;
    case KH_HTML_END:
        json_array_append_new(list, json_pack("[s,o]", "EndTag", json_text(token->name)));
        break;
    case KH_HTML_DOCTYPE:
        json_array_append_new(list, json_pack("[s,o,o,o,b]", "DOCTYPE",
                                              json_id(doctype->name, doctype->has_name),
                                              json_id(doctype->public_id, doctype->has_public_id),
                                              json_id(doctype->system_id, doctype->has_system_id),
                                              !doctype->force_quirks));
        break;
    default: {
        json_t *attrs = json_object();
        for (size_t i = 0; i < token->attrs_n; i++) {
            struct kh_str name = token->attrs[i].name;
            json_object_setn_new_nocheck(attrs, name.p, name.n, json_text(token->attrs[i].value));
        }
        json_t *tag = json_pack("[s,o,o]", "StartTag", json_text(token->name), attrs);
        if (token->self_closing) json_array_append_new(tag, json_true());
        json_array_append_new(list, tag);
    }
    }
}

/* The tokens of a text as the suite writes them. */
static json_t *tokens_of(struct kh_str text, enum kh_html_mode mode, struct kh_str end_name)
{
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    struct kh_str clean = kh_newlines_clean(&arena, text);
    struct kh_tokenizer t;
    kh_tokenizer_init(&t, &arena, clean, 1000000);
    kh_tokenizer_mode(&t, mode, end_name);
    t.foreign = mode == KH_HTML_CDATA;
    json_t *list = json_array();
    while (kh_tokenizer_next(&t)) add_token(list, &t);
    assert_false(t.failed);
    assert_int_equal(kh_tokenizer_next(&t), KH_HTML_EOF);
    kh_arena_clear(&arena);
    return list;
}

static void expect(const char *text, const char *wanted)
{
    json_t *list = tokens_of(kh_str_of(text), KH_HTML_DATA, KH_STR_NONE);
    char *got = json_dumps(list, JSON_COMPACT | JSON_ENSURE_ASCII);
    assert_string_equal(got, wanted);
    free(got);
    json_decref(list);
}

static void test_tags(void **state)
{
    (void)state;
    expect("<DIV Class='a b' id=x hidden>", "[[\"StartTag\",\"div\",{\"class\":\"a b\","
                                            "\"id\":\"x\",\"hidden\":\"\"}]]");
    expect("<br/><a href=/x/>", "[[\"StartTag\",\"br\",{},true],"
                                "[\"StartTag\",\"a\",{\"href\":\"/x/\"}]]");
    expect("<x-Card a=1 A=2>", "[[\"StartTag\",\"x-card\",{\"a\":\"1\"}]]");
    expect("</P class=x></></ >", "[[\"EndTag\",\"p\"],[\"Comment\",\" \"]]");
    expect("1 < 2 <3 <a", "[[\"Character\",\"1 < 2 <3 \"]]");
    expect("a<b c='", "[[\"Character\",\"a\"]]");
}

static void test_references(void **state)
{
    (void)state;
    expect("a&amp;b &lt;p&gt; &nosuch; &#65;&#x42", "[[\"Character\",\"a&b <p> &nosuch; AB\"]]");
    expect("&notit; &notin;", "[[\"Character\",\"\\u00ACit; \\u2209\"]]");
    expect("<a href='?a=1&copy=2&copy;'>",
           "[[\"StartTag\",\"a\",{\"href\":\"?a=1&copy=2\\u00A9\"}]]");
    expect("&#128;&#xD800;&#x110000;&#0;", "[[\"Character\",\"\\u20AC\\uFFFD\\uFFFD\\uFFFD\"]]");
}

static void test_newlines(void **state)
{
    (void)state;
    expect("a\r\nb\rc\n\r\r\n", "[[\"Character\",\"a\\nb\\nc\\n\\n\\n\"]]");
}

static void test_many_attributes(void **state)
{
    (void)state;
    struct kh_buf buf;
    kh_buf_init(&buf, 1 << 20);
    kh_buf_lit(&buf, "<a");
    for (int i = 0; i < 30000; i++) kh_buf_printf(&buf, " a%d=%d", i % 20000, i);
    kh_buf_lit(&buf, ">x");
    assert_false(buf.failed);
    json_t *list = tokens_of(kh_buf_str(&buf), KH_HTML_DATA, KH_STR_NONE);
    assert_int_equal(json_array_size(list), 2);
    json_t *attrs = json_array_get(json_array_get(list, 0), 2);
    assert_int_equal(json_object_size(attrs), KH_MAX_ATTRIBUTES);
    assert_string_equal(json_string_value(json_object_get(attrs, "a255")), "255");
    json_decref(list);
    kh_buf_clear(&buf);
}

static void test_scripts(void **state)
{
    (void)state;
    const char *text = "a<!--<script></script>--></script >b";
    json_t *list = tokens_of(kh_str_of(text), KH_HTML_SCRIPT, KH_STR("script"));
    char *got = json_dumps(list, JSON_COMPACT);
    assert_string_equal(got, "[[\"Character\",\"a<!--<script></script>-->\"],"
                             "[\"EndTag\",\"script\"],[\"Character\",\"b\"]]");
    free(got);
    json_decref(list);
}

static void test_names(void **state)
{
    (void)state;
    for (int tag = 1; tag < KH_TAGS_END; tag++) {
        assert_int_equal(kh_tag_find(kh_tag_name((enum kh_tag)tag)), tag);
    }
    assert_int_equal(kh_tag_find(KH_STR("BlockQuote")), KH_TAG_BLOCKQUOTE);
    assert_int_equal(kh_tag_find(KH_STR("blockquota")), KH_TAG_OTHER);
    assert_int_equal(kh_tag_find(KH_STR("")), KH_TAG_OTHER);
}

/* ---- the suite ---- */

struct suite {
    char *exceptions;
    size_t cases, passed, unlisted;
};

/* Undoes \uXXXX in s; false when a surrogate stands alone, which UTF-8 cannot hold. */
static bool unescape(struct kh_str s, struct kh_buf *out)
{
    for (size_t at = 0; at < s.n; at++) {
        if (s.p[at] != '\\' || at + 6 > s.n || s.p[at + 1] != 'u') {
            kh_buf_byte(out, s.p[at]);
            continue;
        }
        char digits[5] = {s.p[at + 2], s.p[at + 3], s.p[at + 4], s.p[at + 5], 0};
        uint32_t code = (uint32_t)strtoul(digits, NULL, 16);
        at += 5;
        if (code >= 0xD800 && code < 0xDC00 && at + 7 <= s.n && s.p[at + 1] == '\\') {
            char low[5] = {s.p[at + 3], s.p[at + 4], s.p[at + 5], s.p[at + 6], 0};
            code = 0x10000 + ((code - 0xD800) << 10) + ((uint32_t)strtoul(low, NULL, 16) - 0xDC00);
            at += 6;
        }
        if (code >= 0xD800 && code < 0xE000) return false;
        kh_buf_code(out, code);
    }
    return true;
}

/* The same for all strings in a value of the suite; NULL when that is impossible. */
static json_t *unescape_json(const json_t *value)
{
    if (json_is_string(value)) {
        struct kh_buf buf;
        kh_buf_init(&buf, 1 << 20);
        struct kh_str s = {json_string_value(value), json_string_length(value)};
        json_t *made = unescape(s, &buf) ? json_text(kh_buf_str(&buf)) : NULL;
        kh_buf_clear(&buf);
        return made;
    }
    json_t *made = json_deep_copy(value);
    if (json_is_array(value)) {
        for (size_t i = 0; made && i < json_array_size(value); i++) {
            json_t *item = unescape_json(json_array_get(value, i));
            if (item) {
                json_array_set_new(made, i, item);
            } else {
                json_decref(made);
                made = NULL;
            }
        }
    }
    return made;
}

static enum kh_html_mode mode_of(const char *state)
{
    static const struct {
        const char *name;
        enum kh_html_mode mode;
    } modes[] = {{"PLAINTEXT state", KH_HTML_PLAINTEXT}, {"RCDATA state", KH_HTML_RCDATA},
                 {"RAWTEXT state", KH_HTML_RAWTEXT},     {"Script data state", KH_HTML_SCRIPT},
                 {"CDATA section state", KH_HTML_CDATA}, {"Data state", KH_HTML_DATA}};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(modes[i].name, state) == 0) return modes[i].mode;
    }
    fail_msg("unknown state %s", state);
    return KH_HTML_DATA;
}

/* Text tokens next to each other as one, as our own list has them. */
static json_t *coalesce(const json_t *tokens)
{
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(tokens); i++) {
        json_t *token = json_array_get(tokens, i), *text = json_array_get(token, 1);
        if (strcmp(json_string_value(json_array_get(token, 0)), "Character") == 0)
            add_text(list, (struct kh_str){json_string_value(text), json_string_length(text)});
        else json_array_append(list, token);
    }
    return list;
}

static bool run_state(const json_t *test, struct kh_str input, const json_t *wanted,
                      const char *state)
{
    struct kh_str end_name = kh_str_of(json_string_value(json_object_get(test, "lastStartTag")));
    json_t *got = tokens_of(input, mode_of(state), end_name);
    bool same = json_equal(got, wanted);
    if (!same && getenv("KHABAR_TEST_VERBOSE")) {
        char *a = json_dumps(got, 0), *b = json_dumps(wanted, 0);
        printf("  %s in %s\n  got    %s\n  wanted %s\n",
               json_string_value(json_object_get(test, "description")), state, a, b);
        free(a);
        free(b);
    }
    json_decref(got);
    return same;
}

static bool run_case(const json_t *test)
{
    json_t *input = json_incref(json_object_get(test, "input"));
    json_t *output = json_incref(json_object_get(test, "output"));
    if (json_is_true(json_object_get(test, "doubleEscaped"))) {
        json_t *plain_in = unescape_json(input), *plain_out = unescape_json(output);
        json_decref(input);
        json_decref(output);
        input = plain_in;
        output = plain_out;
    }
    bool same = input && output;
    if (same) {
        json_t *wanted = coalesce(output), *states = json_object_get(test, "initialStates");
        struct kh_str in = {json_string_value(input), json_string_length(input)};
        if (!states) same = run_state(test, in, wanted, "Data state");
        for (size_t i = 0; i < json_array_size(states); i++) {
            same =
                run_state(test, in, wanted, json_string_value(json_array_get(states, i))) && same;
        }
        json_decref(wanted);
    }
    json_decref(input);
    json_decref(output);
    return same;
}

static void run_file(struct suite *suite, const char *dir, const char *name)
{
    char path[800], key[900];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    json_error_t error;
    json_t *root = json_load_file(path, JSON_ALLOW_NUL, &error);
    if (!root) fail_msg("%s: %s", path, error.text);
    json_t *tests = json_object_get(root, "tests");
    if (!tests) tests = json_object_get(root, "xmlViolationTests");
    for (size_t i = 0; i < json_array_size(tests); i++) {
        const json_t *test = json_array_get(tests, i);
        suite->cases++;
        if (run_case(test)) {
            suite->passed++;
            continue;
        }
        snprintf(key, sizeof key, "tokenizer/%s#%zu", name, i);
        if (is_listed(suite->exceptions, key)) continue;
        suite->unlisted++;
        printf("  not listed: %s: %s\n", key,
               json_string_value(json_object_get(test, "description")));
    }
    json_decref(root);
}

static void test_suite(void **state)
{
    (void)state;
    char dir[500], tests[520];
    if (!suites_unpack(dir, sizeof dir)) skip();
    struct suite suite = {0};
    size_t n;
    suite.exceptions = read_file("test/unit/html5lib-exceptions.txt", &n);
    snprintf(tests, sizeof tests, "%s/tokenizer", dir);
    DIR *folder = opendir(tests);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (strstr(entry->d_name, ".test")) run_file(&suite, tests, entry->d_name);
    }
    closedir(folder);
    free(suite.exceptions);
    printf("# html5lib tokenizer: %zu of %zu cases (%.2f %%)\n", suite.passed, suite.cases,
           100.0 * (double)suite.passed / (double)suite.cases);
    assert_true(suite.cases >= 6800);
    assert_int_equal(suite.unlisted, 0);
    assert_true(suite.passed * 1000 >= suite.cases * 995);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags),     cmocka_unit_test(test_references),
        cmocka_unit_test(test_newlines), cmocka_unit_test(test_many_attributes),
        cmocka_unit_test(test_scripts),  cmocka_unit_test(test_names),
        cmocka_unit_test(test_suite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
