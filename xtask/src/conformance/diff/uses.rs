//! Functions that use the items of a public API, one for each.

use std::collections::HashMap;

use wireright_codegen::{ApiItem, api::ApiItemKind};

/// A function that uses an item.
#[derive(Debug)]
pub(super) struct Use {
    /// The index of the item.
    pub(super) item: usize,
    /// The item, for messages.
    pub(super) name: String,
    /// The function, on one line.
    pub(super) code: String,
    /// The paths of types in it.
    pub(super) paths: Vec<String>,
}

/// Whether other items belong to items of this kind.
pub(super) fn is_container(kind: ApiItemKind) -> bool {
    matches!(
        kind,
        ApiItemKind::Module
            | ApiItemKind::Struct
            | ApiItemKind::ExhaustiveStruct
            | ApiItemKind::Enum
            | ApiItemKind::ExhaustiveEnum
    )
}

/// The functions for all items.
pub(super) fn of(items: &[ApiItem]) -> Vec<Use> {
    let generics: HashMap<&str, Vec<&str>> = items
        .iter()
        .filter(|item| item.kind == ApiItemKind::Struct)
        .filter_map(|item| {
            let flags = item.signature.split_once('<')?.1.trim_end_matches('>');
            Some((item.path.as_str(), flags.split(", ").collect()))
        })
        .collect();
    let api = Api { items, generics };
    let with_index = items.iter().enumerate();
    let uses = with_index.filter_map(|(index, item)| {
        let body = api.use_of(item)?;
        let code = format!("fn use_{index}{body}");
        let words = code.split(|it: char| !it.is_alphanumeric() && it != '_' && it != ':' && it != '#');
        let paths = words.filter(|word| word.contains("::")).map(|word| word.trim_matches(':').to_owned()).collect();
        Some(Use { item: index, name: item.to_string(), code, paths })
    });
    uses.collect()
}

struct Api<'a> {
    items: &'a [ApiItem],
    /// The const parameters of the request types.
    generics: HashMap<&'a str, Vec<&'a str>>,
}

impl Api<'_> {
    /// The type with all flags set or none.
    fn ty(&self, path: &str, flag: bool) -> String {
        let flags = self.generics.get(path).map(|flags| vec![flag.to_string(); flags.len()].join(", "));
        flags.map_or_else(|| path.to_owned(), |flags| format!("{path}<{flags}>"))
    }

    /// The parts of an item.
    fn children<'i>(&'i self, item: &'i ApiItem, kind: ApiItemKind) -> impl Iterator<Item = &'i ApiItem> {
        let is_child = move |other: &&ApiItem| {
            other.kind == kind && other.path.rsplit_once("::").is_some_and(|(parent, _)| parent == item.path)
        };
        self.items.iter().filter(is_child)
    }

    /// The parameters and the body of the function.
    fn use_of(&self, item: &ApiItem) -> Option<String> {
        let path = &item.path;
        let (parent, name) = path.rsplit_once("::").unwrap_or(("", path));
        let after = |mark: &str| item.signature.split_once(mark).map(|(_, rest)| rest.to_owned());
        Some(match item.kind {
            ApiItemKind::Module => format!("() {{ use {path} as _; }}"),
            ApiItemKind::Alias if item.signature.starts_with("pub use") => format!("(_: {name}) {{}}"),
            ApiItemKind::Alias | ApiItemKind::Enum => format!("(_: {path}) {{}}"),
            ApiItemKind::Struct => format!("(_: {}) {{}}", self.ty(path, false)),
            ApiItemKind::Static => format!("() -> &'static {} {{ &{path} }}", after(": ")?),
            ApiItemKind::ExhaustiveStruct => match after("(pub ") {
                Some(inner) => format!("(value: {}) -> {path} {{ {path}(value) }}", inner.trim_end_matches(')')),
                None => {
                    let fields: Vec<(&str, String)> = self
                        .children(item, ApiItemKind::Field)
                        .filter_map(|field| {
                            let ty = field.signature.split_once(": ")?.1.to_owned();
                            Some((field.path.rsplit_once("::")?.1, ty))
                        })
                        .collect();
                    let parameters: Vec<String> = fields.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
                    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
                    format!("({}) -> {path} {{ {path} {{ {} }} }}", parameters.join(", "), names.join(", "))
                }
            },
            ApiItemKind::ExhaustiveEnum => {
                let arm = |variant: &ApiItem| {
                    let held = if variant.signature.contains('(') { "(_)" } else { "" };
                    format!("{}{held} => {{}}", variant.path)
                };
                let arms: Vec<String> = self.children(item, ApiItemKind::Variant).map(arm).collect();
                format!("(value: {path}) {{ match value {{ {} }} }}", arms.join(", "))
            }
            ApiItemKind::Field => format!("(value: {parent}) -> {} {{ value.{name} }}", after(": ")?),
            ApiItemKind::Variant => match after("(") {
                Some(held) => {
                    let held = held.trim_end_matches(')');
                    format!("(value: {parent}) {{ if let {path}(held) = value {{ let _: {held} = held; }} }}")
                }
                None => format!("(value: {parent}) {{ if let {path} = value {{}} }}"),
            },
            ApiItemKind::Constant => {
                format!("() -> {} {{ {path} }}", replace_word(&after(": ")?, "Self", parent))
            }
            ApiItemKind::Function => return self.call(item, parent, name),
            ApiItemKind::Trait => {
                format!("() {{ fn check<T: {}>() {{}} check::<{}>(); }}", bound(&item.signature), self.ty(path, false))
            }
        })
    }

    /// A call of a function or a method.
    fn call(&self, item: &ApiItem, parent: &str, name: &str) -> Option<String> {
        let (head, result) = item.signature.split_once(" -> ")?;
        let parameters = head.split_once(&format!("{name}("))?.1.strip_suffix(')')?;
        // What sends a request needs all values.
        let is_send = result.starts_with("runtime::ResponseFuture") || result.starts_with("runtime::paging");
        let receiver = self.ty(parent, is_send);
        let mut result = replace_word(result, "Self", &self.ty(parent, false));
        for flag in self.generics.get(parent).into_iter().flatten() {
            result = replace_word(&result, flag, "false");
        }
        let (receiver, rest) = match parameters.strip_prefix('&').unwrap_or(parameters).strip_prefix("self") {
            Some(rest) => (Some(receiver), rest.trim_start_matches(", ")),
            None => (None, parameters),
        };
        let is_reference = parameters.starts_with("&self");
        let value_type = rest.strip_prefix("impl Into<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(rest);
        // `impl Into<String>` takes more than strings.
        let (value, value_type) =
            if rest == "impl Into<String>" { ("Box::<str>::from(\"x\")", "") } else { ("value", value_type) };
        let value = if rest.is_empty() { "" } else { value };
        let parameter = if value == "value" { format!(", value: {value_type}") } else { String::new() };
        Some(match receiver {
            // The lifetime of a result is that of the receiver.
            Some(receiver) if is_reference => {
                let result = result.replace('&', "&'r ").replace("'r 'static", "'static").replace("'r 'r ", "'r ");
                format!("<'r>(it: &'r {receiver}{parameter}) -> {result} {{ it.{name}({value}) }}")
            }
            Some(receiver) => format!("(it: {receiver}{parameter}) -> {result} {{ it.{name}({value}) }}"),
            None => format!("({}) -> {result} {{ <{parent}>::{name}({value}) }}", parameter.trim_start_matches(", ")),
        })
    }
}

/// Replaces a word, which may be a part of other words.
fn replace_word(text: &str, word: &str, replacement: &str) -> String {
    let (mut replaced, mut current) = (String::new(), String::new());
    for character in text.chars().chain(['\n']) {
        if character.is_alphanumeric() || character == '_' {
            current.push(character);
            continue;
        }
        replaced.push_str(if current == word { replacement } else { &current });
        replaced.push(character);
        current.clear();
    }
    replaced.pop();
    replaced
}

/// A trait as a bound.
fn bound(signature: &str) -> String {
    match signature {
        "Display" | "Debug" => format!("std::fmt::{signature}"),
        "Hash" => "std::hash::Hash".to_owned(),
        "DerefMut" => "std::ops::DerefMut".to_owned(),
        "Deserialize" => "for<'de> runtime::json::serde::Deserialize<'de>".to_owned(),
        "Serialize" => "runtime::json::serde::Serialize".to_owned(),
        "PartialEq<&str>" => "for<'s> PartialEq<&'s str>".to_owned(),
        "From<&str>" => "for<'s> From<&'s str>".to_owned(),
        "FromStr<Err = Infallible>" => "std::str::FromStr<Err = std::convert::Infallible>".to_owned(),
        other if other.starts_with("FromStr") => format!("std::str::{other}"),
        other if other.starts_with("Deref<") => format!("std::ops::{other}"),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::replace_word;

    #[test]
    fn only_whole_words_are_replaced() {
        let signature = "get_self::ForSelf<HAS_ID, HAS_ID_2> -> Self";
        assert_eq!(replace_word(signature, "Self", "Pet"), "get_self::ForSelf<HAS_ID, HAS_ID_2> -> Pet");
        assert_eq!(replace_word(signature, "HAS_ID", "false"), "get_self::ForSelf<false, HAS_ID_2> -> Self");
    }
}
