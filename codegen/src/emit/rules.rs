//! Rules as the runtime's table, and as the short call that what is met most has.

use super::{
    imports::Imports,
    layout::{Code, row},
};
use crate::model::Rules;

/// The method for rules of one kind alone, and what it needs to know of them.
pub(super) fn short(checked: &Rules) -> Option<(&'static str, Option<Code>)> {
    let Rules { min_length, max_length, min_items, max_items, min_properties, max_properties, .. } = checked.clone();
    let Rules { minimum, maximum, patterns, .. } = checked.clone();
    let is_only = |rules: Rules| *checked == rules;
    let counts = |min: Option<u64>, max: Option<u64>| Some(range(min.map(Code::number), max.map(Code::number)));
    if checked.is_empty() {
        return Some(("nested", None));
    }
    if is_only(Rules { min_length, max_length, ..Rules::default() }) {
        return Some(("length", counts(min_length, max_length)));
    }
    if is_only(Rules { min_items, max_items, ..Rules::default() }) {
        return Some(("items", counts(min_items, max_items)));
    }
    if is_only(Rules { min_properties, max_properties, ..Rules::default() }) {
        return Some(("properties", counts(min_properties, max_properties)));
    }
    if is_only(Rules { minimum: minimum.clone(), maximum: maximum.clone(), ..Rules::default() }) {
        let bound = |bound: Option<String>| bound.map(|bound| Code::text(&bound));
        return Some(("number", Some(range(bound(minimum), bound(maximum)))));
    }
    if is_only(Rules { patterns: patterns.clone(), ..Rules::default() }) {
        return Some(("patterns", Some(texts(&patterns))));
    }
    None
}

/// `1..=64`, `1..` or `..=64`.
fn range(min: Option<Code>, max: Option<Code>) -> Code {
    match max {
        Some(max) => row![min, "..=", max],
        None => row![min, ".."],
    }
}

fn texts(texts: &[String]) -> Code {
    row!["&", Code::array(texts.iter().map(|text| Code::text(text)).collect())]
}

/// Rules as the runtime's table, borrowed.
pub(super) fn rules(rules: &Rules, imports: &mut Imports) -> Code {
    if rules.is_empty() {
        return row!["&", imports.runtime("validate"), "::Rules::NONE"];
    }
    row!["&", table(rules, imports)]
}

fn table(rules: &Rules, imports: &mut Imports) -> Code {
    let counts = [
        ("min_length", rules.min_length),
        ("max_length", rules.max_length),
        ("min_items", rules.min_items),
        ("max_items", rules.max_items),
        ("min_properties", rules.min_properties),
        ("max_properties", rules.max_properties),
    ];
    let counts = counts.into_iter().filter_map(|(key, count)| Some(some(key, Code::number(count?))));
    let bounds = [
        ("minimum", &rules.minimum),
        ("exclusive_minimum", &rules.exclusive_minimum),
        ("maximum", &rules.maximum),
        ("exclusive_maximum", &rules.exclusive_maximum),
    ];
    let bounds = bounds.into_iter().filter_map(|(key, bound)| Some(some(key, Code::text(bound.as_ref()?))));
    let lists = [("patterns", &rules.patterns), ("multiples_of", &rules.multiples_of)];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(key, list)| row![key, ": ", texts(list)]);
    let mut keys: Vec<Code> = counts.chain(bounds).chain(lists).collect();
    if rules.unique_items {
        keys.push("unique_items: true".into());
    }
    if let Some(each) = &rules.each {
        keys.push(some("each", self::rules(each, imports)));
    }
    if !rules.any_of.is_empty() {
        let tables = rules.any_of.iter().map(|rules| table(rules, imports)).collect();
        keys.push(row!["any_of: &", Code::array(tables)]);
    }
    let validate = Code::from(imports.runtime("validate"));
    row![validate.clone(), "::Rules ", Code::fields_and_rest(keys, row!["..", validate, "::Rules::NONE"])]
}

fn some(key: &'static str, value: Code) -> Code {
    row![key, ": Some(", value, ")"]
}
