//! The paths in code of a configuration: those of attributes, of derives inside `cfg_attr`, and of types in generic
//! arguments.

use syn::{Meta, Token, punctuated::Punctuated};

/// A path in an attribute, without generic arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum AttributePath {
    /// An attribute: `serde` or `rustfmt::skip`.
    Attribute(String),
    /// A trait of a `derive` inside `cfg_attr`.
    Derive(String),
}

/// The paths in these outer attributes. None if they are malformed.
pub(super) fn attribute_paths(text: &str) -> Vec<AttributePath> {
    let attributes = syn::parse::Parser::parse_str(syn::Attribute::parse_outer, text).unwrap_or_default();
    let mut paths = Vec::new();
    for attribute in &attributes {
        collect_paths(&attribute.meta, &mut paths);
    }
    paths
}

fn collect_paths(meta: &Meta, paths: &mut Vec<AttributePath>) {
    match meta {
        Meta::List(list) if list.path.is_ident("cfg_attr") => {
            let items = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default();
            items.iter().skip(1).for_each(|item| collect_paths(item, paths));
        }
        Meta::List(list) if list.path.is_ident("derive") => {
            let traits = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated).unwrap_or_default();
            paths.extend(traits.iter().map(|path| AttributePath::Derive(segments(path))));
        }
        other => paths.push(AttributePath::Attribute(segments(other.path()))),
    }
}

/// The paths in a type, that of the type first. None if it is malformed.
pub(super) fn type_paths(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    if let Ok(ty) = syn::parse_str(text) {
        collect_types(&ty, &mut paths);
    }
    paths
}

fn collect_types(ty: &syn::Type, paths: &mut Vec<String>) {
    match ty {
        syn::Type::Path(path) => {
            paths.push(segments(&path.path));
            for segment in &path.path.segments {
                let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { continue };
                for argument in &arguments.args {
                    if let syn::GenericArgument::Type(inner) = argument {
                        collect_types(inner, paths);
                    }
                }
            }
        }
        syn::Type::Tuple(tuple) => tuple.elems.iter().for_each(|inner| collect_types(inner, paths)),
        syn::Type::Array(array) => collect_types(&array.elem, paths),
        syn::Type::Slice(slice) => collect_types(&slice.elem, paths),
        syn::Type::Reference(reference) => collect_types(&reference.elem, paths),
        syn::Type::Paren(inner) => collect_types(&inner.elem, paths),
        _ => {}
    }
}

fn segments(path: &syn::Path) -> String {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    names.join("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_attributes_are_found_inside_conditions() {
        let attribute = |path: &str| AttributePath::Attribute(path.to_owned());
        let derive = |path: &str| AttributePath::Derive(path.to_owned());
        let text = "#[a::b(c::d)] #[cfg_attr(feature = \"x\", derive(e::F, G), cfg_attr(unix, h))] #[doc = \"i\"]";
        let expected = [attribute("a::b"), derive("e::F"), derive("G"), attribute("h"), attribute("doc")];
        assert_eq!(attribute_paths(text), expected);
        assert_eq!(attribute_paths("#["), []);
    }

    #[test]
    fn paths_of_types_are_found_inside_arguments() {
        assert_eq!(type_paths("a::B<Vec<c::D>, (e::F, [g::H; 2])>"), ["a::B", "Vec", "c::D", "e::F", "g::H"]);
        assert_eq!(type_paths("::a::B"), ["a::B"]);
        assert_eq!(type_paths("a::<"), [""; 0]);
    }
}
