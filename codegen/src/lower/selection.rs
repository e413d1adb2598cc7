//! Selection: which operations are generated, and selectors that match none.

use std::{collections::BTreeSet, ops::Range};

use crate::{
    ConfigSelector, Options, Selector,
    diagnostic::{Code, Diagnostics, SourceLocation, suggest},
    lower::config_file::ConfigFile,
    source::{Location, Sources},
};

/// How many names a help text lists.
const MAX_LISTED: usize = 20;

/// The operations of all documents that selectors are compared with.
#[derive(Debug, Default)]
pub(super) struct Selection {
    ids: BTreeSet<String>,
    tags: BTreeSet<String>,
    paths: BTreeSet<String>,
    has_deprecated: bool,
    has_selected: bool,
}

/// What selectors compare.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'o> {
    pub(super) id: &'o str,
    /// `None` for a webhook.
    pub(super) path: Option<&'o str>,
    pub(super) tags: &'o [String],
    pub(super) is_deprecated: bool,
}

impl Selection {
    /// Whether an operation is generated: included by a selector if there are any, and excluded by none.
    pub(super) fn selects(&mut self, options: &Options, operation: Candidate<'_>) -> bool {
        let Candidate { id, path, tags, is_deprecated } = operation;
        if options.include.is_empty() && options.exclude.is_empty() {
            return true;
        }
        self.ids.insert(id.to_owned());
        self.tags.extend(tags.iter().cloned());
        self.paths.extend(path.map(str::to_owned));
        self.has_deprecated |= is_deprecated;
        let fits = |one: &ConfigSelector| match &one.selector {
            Selector::Operation(wanted) => wanted == id,
            Selector::Tag(wanted) => tags.contains(wanted),
            Selector::Path(prefix) => path.is_some_and(|path| path.starts_with(prefix.as_str())),
            Selector::Deprecated => is_deprecated,
        };
        let is_included = options.include.is_empty() || options.include.iter().any(fits);
        let is_selected = is_included && !options.exclude.iter().any(fits);
        self.has_selected |= is_selected;
        is_selected
    }

    /// Reports the selectors that match no operation. `first` is the first document.
    pub(super) fn report_unmatched(
        &self,
        options: &Options,
        sources: &Sources,
        first: &Location,
        diagnostics: &mut Diagnostics,
    ) {
        let configuration = ConfigFile::of(options, sources, Some(first));
        let before = diagnostics.len();
        // A selector of the command line has no place in the configuration.
        let at = |span: Option<&Range<usize>>| {
            let place = span.and(configuration).map(|configuration| configuration.place(span));
            place.unwrap_or_else(|| SourceLocation::from(first))
        };
        for (code, selectors) in
            [(Code::UnmatchedInclude, &options.include), (Code::UnmatchedExclude, &options.exclude)]
        {
            for ConfigSelector { selector, span } in selectors {
                let at = at(span.as_ref());
                let (wanted, noun, known) = match selector {
                    Selector::Operation(id) => (id, "operations", &self.ids),
                    Selector::Tag(tag) => (tag, "tags", &self.tags),
                    Selector::Path(prefix) => (prefix, "paths", &self.paths),
                    Selector::Deprecated if self.has_deprecated => continue,
                    Selector::Deprecated => {
                        let message = "unmatched selector: no operation is deprecated";
                        diagnostics.report(code, at, message).help("remove the selector");
                        continue;
                    }
                };
                let is_prefix = matches!(selector, Selector::Path(_));
                if known.contains(wanted) || (is_prefix && known.iter().any(|path| path.starts_with(wanted.as_str()))) {
                    continue;
                }
                let message = format!("unmatched selector: no operation matches `{selector}`");
                let problem = diagnostics.report(code, at, message);
                if let Some(similar) = suggest(wanted, known.iter().map(String::as_str)) {
                    problem.help(format!("a similar name exists: `{similar}`"));
                }
                let mut listed: Vec<String> = known.iter().take(MAX_LISTED).map(|name| format!("`{name}`")).collect();
                if known.len() > MAX_LISTED {
                    listed.push(format!("and {} more", known.len() - MAX_LISTED));
                }
                let listed = if listed.is_empty() { "none".to_owned() } else { listed.join(", ") };
                problem.help(format!("the {noun} of the document: {listed}"));
            }
        }
        // A client of types only needs no operation.
        let is_empty = !self.ids.is_empty() && !self.has_selected && options.unused_types != Some(true);
        if let Some(last) = options.exclude.last().filter(|_| is_empty && diagnostics.len() == before) {
            let message = "unmatched selectors: no operation is left, since each one is excluded";
            diagnostics
                .report(Code::UnmatchedInclude, at(last.span.as_ref()), message)
                .help("exclude fewer operations, or add `unused-types` for a client that has types only");
        }
    }
}
