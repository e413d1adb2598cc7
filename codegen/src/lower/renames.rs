//! [`Renames`]: the rules of a configuration that name schemas and operations after other words than the document.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, config_file::ConfigFile, name_pattern::NamePattern, names::NameChange};
use crate::{
    ConfigText, Options, RenameRule,
    diagnostic::{Code, Diagnostics, SourceLocation, suggest},
    model::RustName,
    openapi::{Node, Reference, is_rust_name},
    source::{Location, Sources, Value},
};

/// The rules for schemas and for operations.
#[derive(Debug, Default)]
pub(super) struct Renames {
    pub(super) schemas: RulesOfKind,
    pub(super) operations: RulesOfKind,
}

/// The rules for schemas or for operations, and the names that they were compared with.
#[derive(Debug, Default)]
pub(super) struct RulesOfKind {
    /// The most special rule first.
    rules: Vec<Rule>,
    names: BTreeSet<String>,
    /// Results that are not a name in Rust, by rule.
    malformed: BTreeMap<usize, (String, String)>,
}

#[derive(Debug)]
struct Rule {
    pattern: NamePattern,
    name: Vec<NamePart>,
    text: RenameRule,
    /// The place of the name.
    place: SourceLocation,
    is_matched: bool,
    /// Whether it matches something that is generated.
    is_used: bool,
}

/// A part of a new name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum NamePart {
    Literal(String),
    /// What the `*` with this index stands for.
    Capture(usize),
}

/// The new name of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewName {
    pub(super) word: String,
    /// The pattern of the rule.
    pattern: String,
    /// The place of the rule if it names the item, rather than matching its name.
    exact_rule: Option<SourceLocation>,
}

/// The word that an item is named after: that of a rule that names it, of `x-rust-name`, or of a rule that matches it.
pub(super) fn choose(by_rule: Option<NewName>, by_document: Option<&str>, name: &str) -> Option<(String, NameChange)> {
    match by_rule {
        Some(rule) if rule.exact_rule.is_some() || by_document.is_none() => {
            let renamed = NameChange::by_rule(name, &rule.pattern, rule.exact_rule);
            Some((rule.word, renamed))
        }
        _ => by_document.map(|word| (word.to_owned(), NameChange::by_document(name))),
    }
}

/// The word that a component is named after in place of its key: that of the configuration, or `x-rust-name`.
pub(super) fn new_name(context: &mut Context<'_>, node: &Node<'_>, key: &str) -> Option<(String, NameChange)> {
    let by_rule = context.renames.schemas.new_name(key);
    let by_document = node.get("x-rust-name").and_then(|name| match name.value {
        Value::String(name) if is_rust_name(name) => Some(name.as_str()),
        _ => None,
    });
    choose(by_rule, by_document, key)
}

/// The same for the component at a location.
pub(super) fn new_name_at(context: &mut Context<'_>, at: &Location) -> Option<(String, NameChange)> {
    let key = component_key(at)?;
    let node = context.document_set.at(at)?;
    new_name(context, &node, &key)
}

/// The word for the target of a reference: the new name of a component, or the name in the address.
/// `written` is the latter, of this address.
pub(super) fn word_of_target(
    context: &mut Context<'_>,
    reference: &Reference,
    address: &str,
    written: String,
) -> String {
    let node = context.document_set.resolve(reference, &mut Diagnostics::default());
    let renamed = match node.filter(|node| component_key(&node.at).as_deref() == Some(written.as_str())) {
        Some(node) => new_name(context, &node, &written).map(|(word, _)| word),
        // A component that is only a reference to another one.
        None if address.contains("/components/schemas/") => {
            context.renames.schemas.new_name(&written).map(|new| new.word)
        }
        None => None,
    };
    renamed.unwrap_or(written)
}

/// The key of a component schema.
pub(super) fn component_key(at: &Location) -> Option<String> {
    let mut segments = at.pointer.segments();
    let is_schema = segments.next()? == "components" && segments.next()? == "schemas";
    let key = segments.next()?;
    (is_schema && segments.next().is_none()).then(|| key.into_owned())
}

/// Reports the rules without `*` that give one name to several items of a namespace. `items` are the items of one, each
/// with its name in Rust.
pub(super) fn report_equal<'n>(
    items: impl IntoIterator<Item = (RustName, &'n NameChange)>,
    diagnostics: &mut Diagnostics,
) {
    let position = |place: &SourceLocation| match place {
        SourceLocation::Text(_, span) => span.start,
        SourceLocation::Node(_) | SourceLocation::File(_) => 0,
    };
    let mut by_name: BTreeMap<RustName, Vec<(&SourceLocation, &str)>> = BTreeMap::new();
    for (name, renamed) in items {
        by_name.entry(name).or_default().extend(renamed.exact_rule.iter().map(|place| (place, renamed.name.as_str())));
    }
    for (name, mut rules) in by_name {
        // Stable: the order of the configuration, or that of the document.
        rules.sort_by_key(|(place, _)| position(place));
        let Some(((first, first_item), others)) = rules.split_first() else { continue };
        for (place, item) in others {
            let message = format!("equal names: `{first_item}` and `{item}` are both renamed to `{name}`");
            let problem = diagnostics.report(Code::MalformedRename, (*place).clone(), message);
            problem.related((*first).clone(), "the other rule is here").help("give one of the two rules another name");
        }
    }
}

impl Renames {
    /// Parses the rules. An invalid one is reported and left out. `first` is the first document.
    pub(super) fn new(
        options: &Options,
        sources: &Sources,
        first: Option<&Location>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let Some(file) = ConfigFile::of(options, sources, first) else { return Self::default() };
        let mut rules = |rules: &[RenameRule]| RulesOfKind::new(rules, file, diagnostics);
        Self { schemas: rules(&options.renames.schemas), operations: rules(&options.renames.operations) }
    }

    /// Reports the rules that match nothing in any document, those that match nothing that is generated, and those that
    /// give no name. A selection that is invalid leaves too little.
    pub(super) fn report(
        &self,
        options: &Options,
        sources: &Sources,
        first: Option<&Location>,
        is_selection_valid: bool,
        diagnostics: &mut Diagnostics,
    ) {
        // Without a document, that is the problem.
        let Some(file) = first.and_then(|_| ConfigFile::of(options, sources, first)) else { return };
        let Self { schemas, operations } = self;
        let ignores = (options.ignore_unmatched, options.ignore_unmatched || !is_selection_valid);
        schemas.report(("schema", "schemas"), UNUSED_SCHEMA, ignores, file, diagnostics);
        operations.report(("operation", "operations"), UNSELECTED_OPERATION, ignores, file, diagnostics);
    }
}

/// Advice for a rule that matches only schemas that are omitted.
const UNUSED_SCHEMA: &str = "remove the rule; `unused-types = true` generates the types that nothing uses";

/// Advice for a rule that matches only operations that are not selected.
const UNSELECTED_OPERATION: &str = "remove the rule, or include the operation";

impl RulesOfKind {
    fn new(rules: &[RenameRule], file: ConfigFile, diagnostics: &mut Diagnostics) -> Self {
        let mut parsed = Vec::new();
        for rule in rules {
            let pattern = NamePattern::new(&rule.pattern.text);
            match name_parts(&rule.name.text, pattern.stars()) {
                Ok(name) => {
                    let place = file.place(rule.name.span.as_ref());
                    parsed.push(Rule { pattern, name, text: rule.clone(), place, is_matched: false, is_used: false });
                }
                Err((problem, help)) => {
                    let message = format!("malformed name `{}`: {problem}", rule.name.text.escape_debug());
                    let problem =
                        diagnostics.report(Code::MalformedRename, file.place(rule.name.span.as_ref()), message);
                    problem.help(help);
                }
            }
        }
        // Stable: equally special rules keep their order.
        parsed.sort_by_key(|rule| (rule.pattern.stars() > 0, std::cmp::Reverse(rule.pattern.literal_length())));
        Self { rules: parsed, ..Self::default() }
    }

    /// The new name of the item with this name in the document.
    pub(super) fn new_name(&mut self, name: &str) -> Option<NewName> {
        if self.rules.is_empty() {
            return None;
        }
        self.names.insert(name.to_owned());
        let mut found = None;
        for (index, rule) in self.rules.iter_mut().enumerate() {
            let Some(captures) = rule.pattern.captures(name) else { continue };
            rule.is_matched = true;
            if found.is_some() {
                continue;
            }
            let parts = rule.name.iter().map(|part| match part {
                NamePart::Literal(text) => text.as_str(),
                NamePart::Capture(index) => captures.get(*index).copied().unwrap_or_default(),
            });
            let word: String = parts.collect();
            if word.contains(char::is_alphanumeric) {
                let exact_rule = (rule.pattern.stars() == 0).then(|| rule.place.clone());
                found = Some(NewName { word, pattern: rule.text.pattern.text.clone(), exact_rule });
            } else {
                self.malformed.entry(index).or_insert_with(|| (name.to_owned(), word));
            }
        }
        found
    }

    /// Notes that the item with this name in the document is generated.
    pub(super) fn note_use(&mut self, name: &str) {
        for rule in &mut self.rules {
            rule.is_used = rule.is_used || rule.pattern.matches(name);
        }
    }

    /// Whether there are no rules.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// `unused` is the help for a rule that matches nothing that is generated. `ignores`: rules that match nothing, and
    /// these rules.
    fn report(
        &self,
        (noun, plural): (&str, &str),
        unused: &str,
        (ignores_unmatched, ignores_unused): (bool, bool),
        file: ConfigFile,
        diagnostics: &mut Diagnostics,
    ) {
        for (index, rule) in self.rules.iter().enumerate() {
            let at = |text: &ConfigText| file.place(text.span.as_ref());
            if let Some((name, word)) = self.malformed.get(&index) {
                let message = format!("no name: the {noun} `{name}` would become `{word}`");
                let problem = diagnostics.report(Code::MalformedRename, at(&rule.text.name), message);
                problem.help("a name has a letter or a digit; an exact rule for this one takes precedence");
            }
            let pattern = &rule.text.pattern;
            if rule.is_matched && !rule.is_used && !ignores_unused {
                let text = pattern.text.escape_debug();
                let message = match noun {
                    "operation" => format!("rule without effect: no operation that is selected has the name `{text}`"),
                    _ => format!(
                        "rule without effect: nothing that is generated uses the schemas with the name `{text}`"
                    ),
                };
                diagnostics.report(Code::UnmatchedRename, at(pattern), message).help(unused);
            }
            if rule.is_matched || ignores_unmatched {
                continue;
            }
            let message = format!("unmatched pattern: no {noun} has the name `{}`", pattern.text.escape_debug());
            let problem = diagnostics.report(Code::UnmatchedRename, at(pattern), message);
            match suggest(&pattern.text, self.names.iter().map(String::as_str)) {
                Some(similar) => problem.help(format!("a similar name exists: `{similar}`")),
                None if self.names.is_empty() => problem.help(format!("the document has no {plural}")),
                None => problem.help(format!("remove the rule, or write a name of one of the {plural}")),
            };
        }
    }
}

/// The parts of a name with `*` and `{1}`, for a pattern with this number of `*`. The error is the problem and advice.
fn name_parts(text: &str, stars: usize) -> Result<Vec<NamePart>, (String, String)> {
    if stars == 0 {
        if is_rust_name(text) {
            return Ok(vec![NamePart::Literal(text.to_owned())]);
        }
        let help = "write ASCII letters, digits and `_`, and begin with a letter: `PurchaseOrder`";
        return Err(("it is not a Rust name".to_owned(), help.to_owned()));
    }
    let mut parts = Vec::new();
    let mut rest = text;
    let mut count = 0;
    while let Some(at) = rest.find(['*', '{']) {
        let (before, after) = rest.split_at(at);
        if !before.is_empty() {
            parts.push(NamePart::Literal(before.to_owned()));
        }
        if let Some(after) = after.strip_prefix('*') {
            parts.push(NamePart::Capture(count));
            count += 1;
            rest = after;
            continue;
        }
        let number = after.get(1..).and_then(|after| after.split_once('}'));
        let index = number.and_then(|(number, _)| number.parse::<usize>().ok()?.checked_sub(1));
        let Some((index, (_, after))) = index.filter(|index| *index < stars).zip(number) else {
            let message = format!("`{{` begins the number of a `*` of the pattern, which has {stars}");
            return Err((message, "`{1}` is what the first `*` stands for".to_owned()));
        };
        parts.push(NamePart::Capture(index));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(NamePart::Literal(rest.to_owned()));
    }
    let is_numbered = count == 0 && parts.iter().any(|part| matches!(part, NamePart::Capture(_)));
    if is_numbered || count == stars {
        return Ok(parts);
    }
    if count == 0 {
        return Err((
            "every match would have the same name".to_owned(),
            "`*` in the name is what the `*` of the pattern stands for".to_owned(),
        ));
    }
    Err((
        format!("it has {count} `*`, and the pattern has {stars}"),
        format!("write `{{{stars}}}` for what the last `*` of the pattern stands for"),
    ))
}
