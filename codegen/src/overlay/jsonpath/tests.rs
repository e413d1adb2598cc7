//! Tests with the examples of RFC 9535 and others.

use crate::{
    diagnostic::Diagnostics,
    source::{SourceFile, Sources, Value},
};

use super::parse;

const STORE: &str = r#"{ "store": {
    "book": [
      { "category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95 },
      { "category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99 },
      { "category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3",
        "price": 8.99 },
      { "category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8",
        "price": 22.99 }
    ],
    "bicycle": { "color": "red", "price": 399 }
} }"#;

fn value(text: &str) -> Value {
    let sources = Sources::new(vec![SourceFile { path: "a.json".to_owned(), bytes: text.into() }]);
    let (id, file) = sources.iter().next().unwrap();
    crate::parser::parse(id, file, &mut Diagnostics::default()).unwrap().root
}

/// The pointers that an expression selects, separated by blanks.
fn selected(document: &str, expression: &str) -> String {
    let root = value(document);
    let nodes = parse(expression).unwrap_or_else(|error| panic!("{expression}: {error:?}")).select(&root).unwrap();
    nodes.iter().map(|node| node.at.to_string()).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(document: &str, expectations: &[(&str, &str)]) {
    for (expression, expected) in expectations {
        assert_eq!(selected(document, expression), *expected, "{expression}");
    }
}

fn parse_error(expression: &str) -> String {
    match parse(expression) {
        Ok(query) => panic!("{expression} is parsed as {query:?}"),
        Err(error) => format!("{} {}", error.offset, error.message),
    }
}

#[test]
fn book_store() {
    let authors = "/store/book/0/author /store/book/1/author /store/book/2/author /store/book/3/author";
    let prices = "/store/book/0/price /store/book/1/price /store/book/2/price /store/book/3/price /store/bicycle/price";
    let expectations = [
        ("$", ""),
        ("$.store.book[*].author", authors),
        ("$..author", authors),
        ("$.store.*", "/store/book /store/bicycle"),
        ("$.store..price", prices),
        ("$..book[2]", "/store/book/2"),
        ("$..book[2].author", "/store/book/2/author"),
        ("$..book[2].publisher", ""),
        ("$..book[-1]", "/store/book/3"),
        ("$..book[0,1]", "/store/book/0 /store/book/1"),
        ("$..book[:2]", "/store/book/0 /store/book/1"),
        ("$..book[?@.isbn]", "/store/book/2 /store/book/3"),
        ("$..book[?@.price<10]", "/store/book/0 /store/book/2"),
        ("$.store[?@.color == 'red']", "/store/bicycle"),
        ("$..book[?@.price < $.store.bicycle.price && @.category != \"fiction\"]", "/store/book/0"),
    ];
    check(STORE, &expectations);
    let everything = value(STORE);
    assert_eq!(parse("$..*").unwrap().select(&everything).unwrap().len(), 27);
}

#[test]
fn names() {
    let document = r#"{"o": {"j j": {"k.k": 3}}, "'": {"@": 2}, "x-owner": 1, "ä": 2, "/pets": 3, "\n": 4, "😀": 5}"#;
    let expectations = [
        ("$.o['j j']", "/o/j j"),
        ("$.o['j j']['k.k']", "/o/j j/k.k"),
        ("$.o[\"j j\"][\"k.k\"]", "/o/j j/k.k"),
        ("$[\"'\"][\"@\"]", "/'/@"),
        (r"$['\'']['@']", "/'/@"),
        ("$.x-owner", "/x-owner"),
        ("$.ä", "/ä"),
        (r"$['\u00e4']", "/ä"),
        (r"$['\uD83D\uDE00']", "/😀"),
        (r"$['\n']", "/\n"),
        ("$['/pets']", "/~1pets"),
        ("$ .o [ 'j j' ]", "/o/j j"),
    ];
    check(document, &expectations);
}

#[test]
fn wildcards_indices_and_slices() {
    check(
        r#"{"o": {"j": 1, "k": 2}, "a": [5, 3]}"#,
        &[
            ("$[*]", "/o /a"),
            ("$.o[*, *]", "/o/j /o/k /o/j /o/k"),
            ("$.a[*]", "/a/0 /a/1"),
            ("$.a[-2]", "/a/0"),
            ("$.a[-3]", ""),
            ("$.o[0]", ""),
            ("$.a['0']", ""),
        ],
    );
    check(
        r#"["a", "b", "c", "d", "e", "f", "g"]"#,
        &[
            ("$[1:3]", "/1 /2"),
            ("$[5:]", "/5 /6"),
            ("$[1:5:2]", "/1 /3"),
            ("$[5:1:-2]", "/5 /3"),
            ("$[::-1]", "/6 /5 /4 /3 /2 /1 /0"),
            ("$[ 1 : 5 : 0 ]", ""),
            ("$[-2:]", "/5 /6"),
            ("$[-100:100:3]", "/0 /3 /6"),
            ("$[0, 3]", "/0 /3"),
            ("$[0:2, 5]", "/0 /1 /5"),
            ("$[0, 0]", "/0 /0"),
        ],
    );
}

#[test]
fn descendants_have_the_order_of_the_document() {
    check(
        r#"{"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]}"#,
        &[
            ("$..j", "/o/j /a/2/0/j"),
            ("$..[0]", "/a/0 /a/2/0"),
            ("$.o..*", "/o/j /o/k"),
            ("$.o..[*, *]", "/o/j /o/k /o/j /o/k"),
            ("$.a..[0, 1]", "/a/0 /a/1 /a/2/0 /a/2/1"),
        ],
    );
}

#[test]
fn filters() {
    let document = r#"{
        "a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}],
        "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}},
        "e": "f"
    }"#;
    check(
        document,
        &[
            ("$.a[?@.b == 'kilo']", "/a/9"),
            ("$.a[?(@.b == 'kilo')]", "/a/9"),
            ("$.a[?@>3.5]", "/a/1 /a/4 /a/5"),
            ("$.a[?@.b]", "/a/6 /a/7 /a/8 /a/9"),
            ("$[?@.*]", "/a /o"),
            ("$[?@[?@.b]]", "/a"),
            ("$.o[?@<3, ?@<3]", "/o/p /o/q /o/p /o/q"),
            ("$.a[?@<2 || @.b == \"k\"]", "/a/2 /a/7"),
            ("$.a[?match(@.b, \"[jk]\")]", "/a/6 /a/7"),
            ("$.a[?search(@.b, \"[jk]\")]", "/a/6 /a/7 /a/9"),
            ("$.o[?@>1 && @<4]", "/o/q /o/r"),
            ("$.o[?@.u || @.x]", "/o/t"),
            ("$.a[?@.b == $.x]", "/a/0 /a/1 /a/2 /a/3 /a/4 /a/5"),
            ("$.a[?@ == @]", "/a/0 /a/1 /a/2 /a/3 /a/4 /a/5 /a/6 /a/7 /a/8 /a/9"),
            ("$.a[?!@.b && !(@ > 1)]", "/a/2"),
            ("$.a[?@.b != 'j' && @.b]", "/a/7 /a/8 /a/9"),
            ("$.a[?length(@.b) == 4]", "/a/9"),
            ("$[?count(@.*) == 5]", "/o"),
            ("$[?count(@..b) >= 4]", "/a"),
            ("$.a[?value(@..b) == 'j']", "/a/6"),
            ("$.a[?@.b==null]", ""),
        ],
    );
}

#[test]
fn comparisons() {
    let document = r#"{"obj": {"x": "y"}, "arr": [2, 3], "n": 1, "z": null, "one": [1]}"#;
    let holds = |condition: &str| !selected(document, &format!("$.one[?{condition}]")).is_empty();
    let true_conditions = [
        "$.absent1 == $.absent2",
        "$.absent1 <= $.absent2",
        "$.absent != 'g'",
        "1 <= 2",
        "'a' <= 'b'",
        "$.obj == $.obj",
        "$.obj != $.arr",
        "$.obj <= $.obj",
        "$.arr == $.arr",
        "true <= true",
        "$.n == 1.0",
        "$.n == 1e0",
        "$.z == null",
        "18446744073709551616 > 18446744073709551615",
        "-0 == 0",
        "0.1 < 0.25",
        "'ä' > 'z'",
        "match('a\\nb', 'a.b') || !match('a\\nb', 'a.b')",
    ];
    for condition in true_conditions {
        assert!(holds(condition), "{condition}");
    }
    let false_conditions = [
        "$.absent == 'g'",
        "1 > 2",
        "13 == '13'",
        "'a' > 'b'",
        "$.obj == $.arr",
        "1 <= $.arr",
        "1 >= $.arr",
        "1 > $.arr",
        "true > true",
        "$.z == $.absent",
        "match('a\\nb', 'a.b')",
        "match('abc', 'b')",
        "match($.n, '1')",
        "match('a', $.n)",
        "length($.n) == 1",
    ];
    for condition in false_conditions {
        assert!(!holds(condition), "{condition}");
    }
    assert!(holds(r"match('a.b', 'a\\.b')") && !holds(r"match('axb', 'a\\.b')"));
    assert!(holds(r"match('a.b', 'a[.]b')") && holds("search('xay', $.obj.x) || !search('xa', $.obj.x)"));
}

#[test]
fn malformed_expressions_are_reported_with_an_offset() {
    let cases = [
        ("", "0 expected `$`"),
        ("paths", "0 expected `$`"),
        (" $", "0 expected `$`"),
        ("$ ", "1 unexpected ` `"),
        ("$.", "2 unexpected end"),
        ("$..", "3 unexpected end"),
        ("$.paths./pets", "8 unexpected `/`"),
        ("$.a.1", "4 unexpected `1`"),
        ("$[a]", "2 expected a name in quotes, an index, a slice, `*` or `?`"),
        ("$['a'", "5 expected `]`"),
        ("$['a", "4 unterminated string"),
        ("$['a\u{1}']", "4 unescaped control character"),
        (r"$['\x']", "4 unknown escape"),
        (r#"$['\"']"#, "4 unknown escape"),
        (r"$['\u12']", "5 expected four hexadecimal digits"),
        (r"$['\uD800']", "9 expected `\\u`"),
        (r"$['\uDC00']", "9 unpaired surrogate"),
        ("$[01]", "2 invalid index"),
        ("$[-0]", "2 invalid index"),
        ("$[9007199254740992]", "2 invalid index"),
        ("$[]", "2 expected a name in quotes, an index, a slice, `*` or `?`"),
        ("$[?]", "3 expected a value, `@`, `$` or a function"),
        ("$[?1]", "3 expected a comparison"),
        ("$[?@.* == 1]", "3 cannot compare a query that may select several values"),
        ("$[?match(@.a, 'x') == true]", "3 a test cannot be compared"),
        ("$[?length(@.a)]", "3 expected a comparison"),
        ("$[?count(1) == 1]", "9 expected a query, which begins with `@` or `$`"),
        ("$[?size(@) == 1]", "3 unknown function `size`"),
        ("$[?match(@.a, '(')]", "14 unsupported regular expression: "),
        ("$[?match(@.a, 5)]", "14 wrong type of a regular expression: expected a string"),
        ("$[?@.a = 1]", "7 expected `]`"),
        ("$[?!@.a == 1]", "8 expected `]`"),
        ("$[?@.a == 01]", "10 invalid number"),
        ("$[?@.a == 1.]", "10 invalid number"),
        ("$.a b", "3 unexpected ` `"),
    ];
    for (expression, expected) in cases {
        let found = parse_error(expression);
        assert!(found.starts_with(expected), "{expression}: {found}");
    }
    let deep = format!("$[?{}@.a{}]", "(".repeat(5000), ")".repeat(5000));
    assert!(parse_error(&deep).contains("nesting too deep, the limit is 32 levels"));
    let deep = format!("$[?{}1{} == 1]", "length(".repeat(5000), ")".repeat(5000));
    assert!(parse_error(&deep).contains("nesting too deep, the limit is 32 levels"));
    let deep = format!("${}{}", "[?@".repeat(5000), "]".repeat(5000));
    assert!(parse_error(&deep).contains("nesting too deep, the limit is 32 levels"));
}

#[test]
fn the_number_of_visits_is_bounded() {
    let root = value(&format!("[{}]", ["[[[[1]]]]"; 60].join(",")));
    assert!(parse("$..*..*..*..*").unwrap().select(&root).is_ok());
    let bomb = "$..*[?count($..*[?count($..*[?count($..*) < 0]) < 0]) < 0]";
    assert!(parse(bomb).unwrap().select(&root).is_err());
}

#[test]
fn a_query_that_selects_nothing_has_a_longest_matching_prefix() {
    let root = value(STORE);
    let query = parse("$.store.book[*].autor").unwrap();
    let partial = query.partial_match(&root).unwrap();
    assert_eq!((partial.end, partial.missing, partial.values.len()), (15, Some("autor"), 4));
    assert!(parse("$.store").unwrap().partial_match(&root).is_none());
    let query = parse("$[5]").unwrap();
    let partial = query.partial_match(&root).unwrap();
    assert_eq!((partial.end, partial.missing), (1, None));
}

/// A pattern of expressions, most of them invalid.
const EXPRESSION: &str = r#"\$([\[\]().,:*?@$!&|=<>'"\\a-c0-2 -]|\.\.|length\(|match\(|&&|==|ä){0,24}"#;

proptest::proptest! {
    #[test]
    fn no_expression_causes_a_panic(text in EXPRESSION) {
        if let Ok(query) = parse(&text) {
            let root = value(r#"{"a": [1, {"b": "c"}], "b": {"a": null, "c": [0, 1, 2]}}"#);
            let _ = query.select(&root);
            query.partial_match(&root);
        }
    }
}
