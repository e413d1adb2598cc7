//! HTTP: the methods of operations and the keys that hold them, which methods are idempotent, and tokens.

/// The keys of a Path Item Object that hold an operation, each with the method that is sent (OpenAPI 3.2.0, section
/// 4.8).
pub const FIXED_METHODS: [(&str, &str); 9] = [
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("head", "HEAD"),
    ("patch", "PATCH"),
    ("trace", "TRACE"),
    ("query", "QUERY"),
];

/// The key of a Path Item Object with operations of other methods. The keys of its value are the methods as they are
/// sent.
pub const ADDITIONAL_OPERATIONS: &str = "additionalOperations";

/// The keys, from a Path Item Object on, that can lead to the operation with a method: `["get"]`, or
/// `["additionalOperations", "COPY"]`.
pub fn operation_keys(method: &str) -> Vec<Vec<&str>> {
    let fixed = FIXED_METHODS.iter().filter(|(_, fixed)| *fixed == method).map(|(key, _)| vec![*key]);
    fixed.chain([vec![ADDITIONAL_OPERATIONS, method]]).collect()
}

/// The method of an operation from the keys that lead to it, from a Path Item Object on, and how many of them do.
///
/// ```
/// use wireright_codegen::http::method_of;
///
/// assert_eq!(method_of(&["get", "parameters"]), Some(("GET", 1)));
/// assert_eq!(method_of(&["additionalOperations", "COPY"]), Some(("COPY", 2)));
/// assert_eq!(method_of(&["parameters"]), None);
/// ```
pub fn method_of<'k>(keys: &[&'k str]) -> Option<(&'k str, usize)> {
    match keys {
        [first, method, ..] if *first == ADDITIONAL_OPERATIONS => Some((method, 2)),
        [first, ..] => FIXED_METHODS.iter().find(|(key, _)| key == first).map(|(_, method)| (*method, 1)),
        [] => None,
    }
}

/// Whether a text is a token, as methods and the names of headers and cookies are (RFC 9110, section 5.6.2).
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Whether requests with a method are idempotent, according to the HTTP Method Registry of IANA. Unknown methods are
/// not.
pub fn is_idempotent(method: &str) -> bool {
    const IDEMPOTENT: &str = "ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT COPY DELETE GET HEAD LABEL LINK MERGE \
                              MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE OPTIONS ORDERPATCH \
                              PRI PROPFIND PROPPATCH PUT QUERY REBIND REPORT SEARCH TRACE UNBIND UNCHECKOUT \
                              UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL";
    IDEMPOTENT.split(' ').any(|idempotent| idempotent == method)
}
