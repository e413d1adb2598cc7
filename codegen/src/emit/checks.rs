//! Checking rules: what the document says of each value as data, and one call for each member that has rules.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use crate::model::{Argument, Checks, Rules, Shape, Structure, Type, TypeDefinition, Union};

/// The rules of a shape.
pub(super) fn item(definition: &TypeDefinition, imports: &mut Imports) -> Option<TokenStream> {
    if definition.checks == Checks::None {
        return None;
    }
    let validate = imports.runtime("validate");
    let name = definition.name.ident();
    let (outer, checks) = match &definition.shape {
        Shape::Enumeration(_) => {
            let own = (!definition.rules.is_empty()).then(|| rules(&definition.rules, imports));
            let own = own.map(|own| quote!(violations.text(self.as_str(), #own);));
            (quote!(rules), quote!(violations.text(self.as_str(), rules); #own))
        }
        // Without rules of its own it only has to be there.
        _ if definition.checks == Checks::Held => return Some(quote!(impl #validate::Check for #name {})),
        Shape::Structure(shape) => (quote!(_), structure(shape, &definition.rules, imports)),
        Shape::Union(shape) => (quote!(_), union(shape, imports)),
    };
    let violations = imports.runtime("Violations");
    Some(quote! {
        impl #validate::Check for #name {
            fn check(&self, #outer: &#validate::Rules, violations: &mut #violations) {
                #checks
            }
        }
    })
}

fn structure(structure: &Structure, own: &Rules, imports: &mut Imports) -> TokenStream {
    let whole = (!own.is_empty()).then(|| {
        let own = rules(own, imports);
        quote!(violations.members(self, #own);)
    });
    let fields: Vec<TokenStream> = structure
        .fields
        .iter()
        .filter_map(|field| {
            let (name, wire) = (field.name.ident(), field.wire.as_str());
            Some(member(wire, &quote!(&self.#name), field.rules.as_ref()?, imports))
        })
        .collect();
    let rest = structure.additional_rules.as_ref().map(|all| {
        let (extra, all) = (structure.extra.ident(), rules(all, imports));
        quote!(for (name, value) in &self.#extra { violations.entry(name, value, #all); })
    });
    quote!(#whole #(#fields)* #rest)
}

fn union(union: &Union, imports: &mut Imports) -> TokenStream {
    let arms: Vec<(TokenStream, TokenStream)> = union
        .branches
        .iter()
        .filter_map(|branch| {
            let name = branch.name.ident();
            let rules = rules(branch.rules.as_ref()?, imports);
            Some((quote!(Self::#name(value)), quote!(violations.value(value, #rules))))
        })
        .collect();
    if let [(pattern, check)] = arms.as_slice() {
        return quote!(if let #pattern = self { #check; });
    }
    let rest = (arms.len() < union.branches.len()).then(|| quote!(_ => {}));
    let (patterns, checks): (Vec<_>, Vec<_>) = arms.into_iter().unzip();
    quote!(match self { #(#patterns => #checks,)* #rest })
}

/// The call that checks a value of a request.
pub(super) fn argument(argument: &Argument, imports: &mut Imports) -> Option<TokenStream> {
    let (field, wire) = (argument.name.ident(), argument.wire.as_str());
    let checked = argument.rules.as_ref()?;
    if argument.ty == Type::List(Box::new(Type::Bytes)) {
        let rules = rules(checked, imports);
        return Some(quote!(violations.count(#wire, self.input.#field.as_ref().map(Vec::len), #rules);));
    }
    Some(member(wire, &quote!(&self.input.#field), checked, imports))
}

/// The call that checks one member: a short one for what is met most.
pub(super) fn member(wire: &str, value: &TokenStream, checked: &Rules, imports: &mut Imports) -> TokenStream {
    let Rules { min_length, max_length, min_items, max_items, min_properties, max_properties, .. } = checked.clone();
    let Rules { minimum, maximum, patterns, .. } = checked.clone();
    let is_only = |rules: Rules| *checked == rules;
    if checked.is_empty() {
        return quote!(violations.inside(#wire, #value););
    }
    if is_only(Rules { min_length, max_length, ..Rules::default() }) {
        let range = range(min_length.map(count).as_ref(), max_length.map(count).as_ref());
        return quote!(violations.length(#wire, #value, #range););
    }
    if is_only(Rules { min_items, max_items, ..Rules::default() }) {
        let range = range(min_items.map(count).as_ref(), max_items.map(count).as_ref());
        return quote!(violations.items(#wire, #value, #range););
    }
    if is_only(Rules { min_properties, max_properties, ..Rules::default() }) {
        let range = range(min_properties.map(count).as_ref(), max_properties.map(count).as_ref());
        return quote!(violations.properties(#wire, #value, #range););
    }
    if is_only(Rules { minimum: minimum.clone(), maximum: maximum.clone(), ..Rules::default() }) {
        let range = range(minimum.map(|text| quote!(#text)).as_ref(), maximum.map(|text| quote!(#text)).as_ref());
        return quote!(violations.number(#wire, #value, #range););
    }
    if is_only(Rules { patterns: patterns.clone(), ..Rules::default() }) {
        return quote!(violations.patterns(#wire, #value, &[#(#patterns),*]););
    }
    let rules = rules(checked, imports);
    quote!(violations.member(#wire, #value, #rules);)
}

fn count(count: u64) -> TokenStream {
    let count = Literal::u64_unsuffixed(count);
    quote!(#count)
}

/// `1..=64`, `1..` or `..=64`.
fn range(min: Option<&TokenStream>, max: Option<&TokenStream>) -> TokenStream {
    match max {
        Some(max) => quote!(#min..=#max),
        None => quote!(#min..),
    }
}

/// Rules as the runtime's table, borrowed.
fn rules(rules: &Rules, imports: &mut Imports) -> TokenStream {
    let validate = imports.runtime("validate");
    if rules.is_empty() {
        return quote!(&#validate::Rules::NONE);
    }
    let table = table(rules, imports);
    quote!(&#table)
}

fn table(rules: &Rules, imports: &mut Imports) -> TokenStream {
    let validate = imports.runtime("validate");
    let mut keys: Vec<TokenStream> = Vec::new();
    let counts = [
        (quote!(min_length), rules.min_length),
        (quote!(max_length), rules.max_length),
        (quote!(min_items), rules.min_items),
        (quote!(max_items), rules.max_items),
        (quote!(min_properties), rules.min_properties),
        (quote!(max_properties), rules.max_properties),
    ];
    for (key, count) in counts {
        let count = count.map(Literal::u64_unsuffixed);
        keys.extend(count.map(|count| quote!(#key: Some(#count))));
    }
    let bounds = [
        (quote!(minimum), &rules.minimum),
        (quote!(exclusive_minimum), &rules.exclusive_minimum),
        (quote!(maximum), &rules.maximum),
        (quote!(exclusive_maximum), &rules.exclusive_maximum),
    ];
    for (key, bound) in bounds {
        keys.extend(bound.iter().map(|bound| quote!(#key: Some(#bound))));
    }
    for (key, texts) in [(quote!(patterns), &rules.patterns), (quote!(multiples_of), &rules.multiples_of)] {
        if !texts.is_empty() {
            keys.push(quote!(#key: &[#(#texts),*]));
        }
    }
    if rules.unique_items {
        keys.push(quote!(unique_items: true));
    }
    if let Some(each) = &rules.each {
        let each = self::rules(each, imports);
        keys.push(quote!(each: Some(#each)));
    }
    if !rules.any_of.is_empty() {
        let tables: Vec<TokenStream> = rules.any_of.iter().map(|rules| table(rules, imports)).collect();
        keys.push(quote!(any_of: &[#(#tables),*]));
    }
    quote!(#validate::Rules { #(#keys,)* ..#validate::Rules::NONE })
}
