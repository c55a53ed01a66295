/* SPDX-License-Identifier: Apache-2.0
 *
 * The HTML elements known by number, as they stand in kh_node.tag. An X-macro list, in order of
 * name, so that parse/ can look them up by bisection; kh_tag values name them for all stages.
 */
#ifndef KH_TAGS_H
#define KH_TAGS_H

/* clang-format off */
#define KH_TAGS(X)                                                                                 \
    X(A, "a") X(ABBR, "abbr") X(ADDRESS, "address") X(AMP_IMG, "amp-img") X(APPLET, "applet")      \
    X(AREA, "area") X(ARTICLE, "article") X(ASIDE, "aside") X(AUDIO, "audio") X(B, "b")            \
    X(BASE, "base") X(BASEFONT, "basefont") X(BDI, "bdi") X(BDO, "bdo") X(BGSOUND, "bgsound")      \
    X(BIG, "big") X(BLOCKQUOTE, "blockquote") X(BODY, "body") X(BR, "br") X(BUTTON, "button")      \
    X(CANVAS, "canvas") X(CAPTION, "caption") X(CENTER, "center") X(CITE, "cite") X(CODE, "code")  \
    X(COL, "col") X(COLGROUP, "colgroup") X(DATA, "data") X(DATALIST, "datalist") X(DD, "dd")      \
    X(DEL, "del") X(DETAILS, "details") X(DFN, "dfn") X(DIALOG, "dialog") X(DIR, "dir")            \
    X(DIV, "div") X(DL, "dl") X(DT, "dt") X(EM, "em") X(EMBED, "embed") X(FIELDSET, "fieldset")    \
    X(FIGCAPTION, "figcaption") X(FIGURE, "figure") X(FONT, "font") X(FOOTER, "footer")            \
    X(FORM, "form") X(FRAME, "frame") X(FRAMESET, "frameset") X(H1, "h1") X(H2, "h2") X(H3, "h3")  \
    X(H4, "h4") X(H5, "h5") X(H6, "h6") X(HEAD, "head") X(HEADER, "header") X(HGROUP, "hgroup")    \
    X(HR, "hr") X(HTML, "html") X(I, "i") X(IFRAME, "iframe") X(IMAGE, "image") X(IMG, "img")      \
    X(INPUT, "input") X(INS, "ins") X(KBD, "kbd") X(KEYGEN, "keygen") X(LABEL, "label")            \
    X(LEGEND, "legend") X(LI, "li") X(LINK, "link") X(LISTING, "listing") X(MAIN, "main")          \
    X(MAP, "map") X(MARK, "mark") X(MARQUEE, "marquee") X(MATH, "math") X(MENU, "menu")            \
    X(META, "meta") X(METER, "meter") X(NAV, "nav") X(NOBR, "nobr") X(NOEMBED, "noembed")          \
    X(NOFRAMES, "noframes") X(NOSCRIPT, "noscript") X(OBJECT, "object") X(OL, "ol")                \
    X(OPTGROUP, "optgroup") X(OPTION, "option") X(OUTPUT, "output") X(P, "p") X(PARAM, "param")    \
    X(PICTURE, "picture") X(PLAINTEXT, "plaintext") X(PRE, "pre") X(PROGRESS, "progress")          \
    X(Q, "q") X(RB, "rb") X(RP, "rp") X(RT, "rt") X(RTC, "rtc") X(RUBY, "ruby") X(S, "s")          \
    X(SAMP, "samp") X(SCRIPT, "script") X(SEARCH, "search") X(SECTION, "section")                  \
    X(SELECT, "select") X(SLOT, "slot") X(SMALL, "small") X(SOURCE, "source") X(SPAN, "span")      \
    X(STRIKE, "strike") X(STRONG, "strong") X(STYLE, "style") X(SUB, "sub") X(SUMMARY, "summary")  \
    X(SUP, "sup") X(SVG, "svg") X(TABLE, "table") X(TBODY, "tbody") X(TD, "td")                    \
    X(TEMPLATE, "template") X(TEXTAREA, "textarea") X(TFOOT, "tfoot") X(TH, "th")                  \
    X(THEAD, "thead") X(TIME, "time") X(TITLE, "title") X(TR, "tr") X(TRACK, "track")              \
    X(TT, "tt") X(U, "u") X(UL, "ul") X(VAR, "var") X(VIDEO, "video") X(WBR, "wbr") X(XMP, "xmp")
/* clang-format on */

enum kh_tag {
    KH_TAG_OTHER = 0,
#define KH_TAG_ENUM(name, text) KH_TAG_##name,
    KH_TAGS(KH_TAG_ENUM)
#undef KH_TAG_ENUM
        KH_TAGS_END
};

#endif
