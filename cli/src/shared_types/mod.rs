//! Types that a client takes from another client of the configuration: rules for those that are equal, and a problem
//! for the others.
//!
//! - `compare`: which types of two clients are equal
//! - `input`: the documents and options of a client
//! - `pages`: types that the client itself looks into

mod compare;
mod input;
mod pages;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use toml::{Spanned, Table, Value};
use wireright_codegen::{
    ConfigText, Generation, NamePattern, Options, SourceFile, TypeRule, analyze,
    diagnostic::{Code, Diagnostics, SourceLocation, suggest},
    model::{Crate, SharedName},
};

pub(crate) use input::ClientInput;

use crate::{
    config::{self, ClientConfig, LoadedConfig, SharedTypesConfig},
    crate_files::Dependency,
    load::LoadError,
};
use compare::{Comparison, Difference};

/// A client that others take types from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Provider {
    rule: SharedTypesConfig,
    /// The name that the configuration gives it.
    client: String,
    model: Crate,
    /// The dependency on its crate, as in `Cargo.toml`.
    dependency: Table,
    package: String,
    folder: PathBuf,
    /// The files that it is generated from.
    pub(crate) files: Vec<PathBuf>,
}

/// The clients that a client takes types from.
///
/// # Errors
///
/// The document of one cannot be read, or has errors.
pub(crate) fn providers(config: &LoadedConfig, client: &ClientConfig) -> Result<Vec<Provider>, LoadError> {
    client.shared_types.iter().map(|rule| provider(config, rule.get_ref())).collect()
}

fn provider(config: &LoadedConfig, rule: &SharedTypesConfig) -> Result<Provider, LoadError> {
    let name = rule.client.get_ref();
    let failure =
        |problem: &str, help: &str| LoadError::new(format!("types of `{name}` cannot be shared: {problem}"), help);
    let missing = || failure("there is no such client", "correct the name");
    let client = config::find_client(&config.config.client, name).ok_or_else(missing)?;
    let ClientInput { sources, options, files } = input(config, client)?;
    let (package, metadata) = (options.package.clone(), client.package.metadata());
    let analysis = analyze(sources, &options).map_err(|_| {
        failure("it has errors", &format!("`wireright generate --client {name}` prints them; correct them first"))
    })?;
    let mut dependency = Table::new();
    let path = config.folder.join(client.out.get_ref()).to_string_lossy().into_owned();
    dependency.insert("path".to_owned(), Value::String(path));
    dependency.insert("version".to_owned(), Value::String(metadata.version));
    dependency.insert("default-features".to_owned(), Value::Boolean(false));
    let folder = config.folder.clone();
    Ok(Provider {
        rule: rule.clone(),
        client: client.display_name(),
        model: analysis.model,
        dependency,
        package,
        folder,
        files,
    })
}

/// The documents and the options of a client of the configuration, with the rules for shared types.
///
/// # Errors
///
/// A document cannot be read.
pub(crate) fn input(config: &LoadedConfig, client: &ClientConfig) -> Result<ClientInput, LoadError> {
    let mut input = input::read(config, client)?;
    let providers = providers(config, client)?;
    apply(&providers, &input.sources, &mut input.options);
    Ok(input)
}

/// The result of [`apply`].
#[derive(Debug, Default)]
pub(crate) struct SharedTypes {
    providers: Vec<(Provider, BTreeSet<String>)>,
    problems: Vec<Problem>,
}

/// A problem of a rule.
#[derive(Debug)]
struct Problem {
    code: Code,
    span: std::ops::Range<usize>,
    message: String,
    notes: Vec<String>,
    help: String,
}

/// Adds rules for the types of other clients to the options. Documents with errors get none.
pub(crate) fn apply(providers: &[Provider], sources: &[SourceFile], options: &mut Options) -> SharedTypes {
    let mut shared = SharedTypes::default();
    let own_rules = options.types.len();
    let mut types: BTreeMap<String, (usize, SharedName)> = BTreeMap::new();
    for (index, provider) in providers.iter().enumerate() {
        let Some(model) = model(sources, options) else { return SharedTypes::default() };
        let Some((own, other)) = model.only_service().zip(provider.model.only_service()) else { continue };
        let comparison = Comparison::new(own, other);
        let selected = select(&provider.rule, &comparison, &mut shared.problems);
        let mut refused = Vec::new();
        for name in selected {
            match comparison.difference(&name) {
                Some(difference) => refused.push((name, difference)),
                None => {
                    let Some(definition) = comparison.other(&name) else { continue };
                    let path = format!("{}::types::{}", provider.model.import_name, definition.name);
                    let rule = TypeRule {
                        schema: Some(text(&name)),
                        rust_type: Some(text(&path)),
                        traits: compare::traits(definition).into_iter().map(text).collect(),
                        span: Some(provider.rule.client.span()),
                        ..TypeRule::default()
                    };
                    types.insert(format!("::{path}"), (index, definition.shared_name()));
                    options.types.insert(0, rule);
                }
            }
        }
        shared.problems.extend(refusal(provider, &refused));
        if let Some(known) = &mut options.dependencies {
            known.push(provider.model.import_name.to_string());
        }
    }
    // A type that only shared types use is needed no more, and its rule would be one without effect.
    let added = options.types.len() - own_rules;
    let Some(model) = model(sources, options).filter(|_| added > 0) else { return shared };
    let used: BTreeSet<&str> = model.mapped_types.iter().map(|ty| ty.path.as_str()).collect();
    let mut index = 0;
    options.types.retain(|rule| {
        index += 1;
        let path = rule.rust_type.as_ref().map(|path| format!("::{}", path.text)).unwrap_or_default();
        index > added || used.contains(path.as_str())
    });
    for (index, provider) in providers.iter().enumerate() {
        let names = types.iter().filter(|(path, (of, _))| *of == index && used.contains(path.as_str()));
        let names: Vec<&SharedName> = names.map(|(_, (_, name))| name).collect();
        if !names.is_empty() {
            shared.providers.push((provider.clone(), features(&provider.model, &names)));
        }
    }
    shared
}

/// The model of a client. A rule without a match is no problem here. `None` if the document has errors.
fn model(sources: &[SourceFile], options: &Options) -> Option<Crate> {
    let options = Options { ignore_unmatched: true, ..options.clone() };
    analyze(sources.to_vec(), &options).ok().map(|analysis| analysis.model)
}

fn text(text: &str) -> ConfigText {
    ConfigText { text: text.to_owned(), span: None }
}

/// The schemas of both clients that the rule selects. A pattern without a match is a problem.
fn select(rule: &SharedTypesConfig, comparison: &Comparison<'_>, problems: &mut Vec<Problem>) -> BTreeSet<String> {
    let client = rule.client.get_ref();
    let names: BTreeSet<String> = comparison.names().map(str::to_owned).collect();
    let mut find = |patterns: &[Spanned<String>]| {
        let mut found = BTreeSet::new();
        for pattern in patterns {
            let name_pattern = NamePattern::new(pattern.get_ref());
            let matching: Vec<&String> = names.iter().filter(|name| name_pattern.matches(name)).collect();
            found.extend(matching.iter().copied().cloned());
            if matching.is_empty() {
                let similar = suggest(pattern.get_ref(), names.iter().map(String::as_str));
                problems.push(Problem {
                    code: Code::UnmatchedTypeRule,
                    span: pattern.span(),
                    message: format!(
                        "unmatched pattern: no schema with a type in both clients has the name `{}`",
                        pattern.get_ref().escape_debug()
                    ),
                    notes: Vec::new(),
                    help: similar.map_or_else(
                        || format!("write the name of a schema that `{client}` and this client use"),
                        |similar| format!("a schema with a similar name exists: `{similar}`"),
                    ),
                });
            }
        }
        found
    };
    let except = find(&rule.except);
    let selected = match &rule.schemas {
        Some(patterns) => find(patterns),
        None if names.is_empty() => {
            problems.push(Problem {
                code: Code::UnmatchedTypeRule,
                span: rule.client.span(),
                message: format!("rule without effect: no schema has a type in this client and in `{client}`"),
                notes: Vec::new(),
                help: "remove the table; schemas are shared by their names under `components`".to_owned(),
            });
            BTreeSet::new()
        }
        None => names.clone(),
    };
    selected.difference(&except).cloned().collect()
}

/// The warning about the schemas that keep their own types.
fn refusal(provider: &Provider, refused: &[(String, &Difference)]) -> Option<Problem> {
    let names: Vec<String> = refused.iter().map(|(name, _)| format!("`{name}`")).collect();
    let (own, using): (Vec<_>, Vec<_>) = refused.iter().partition(|(_, difference)| difference.is_own);
    let notes = own.iter().chain(&using).map(|(name, difference)| format!("`{name}`: {}", difference.reason));
    // A type that uses another one is shared as soon as that one is.
    let (lacking, differing): (Vec<_>, Vec<_>) =
        own.iter().copied().partition(|(_, difference)| difference.lacks_setters);
    let take = format!(
        "let `{}` take the types from this client, or include operations there that send them",
        provider.client
    );
    let help = match (lacking.is_empty(), differing.is_empty()) {
        (true, _) => "make the schemas equal, or add these names to `except`".to_owned(),
        (false, true) => format!("{take}; or add these names to `except`"),
        (false, false) => {
            let names: Vec<String> = lacking.iter().map(|(name, _)| format!("`{name}`")).collect();
            format!("{take} ({}); make the other schemas equal, or add these names to `except`", names.join(", "))
        }
    };
    (!names.is_empty()).then(|| Problem {
        code: Code::NotShared,
        span: provider.rule.client.span(),
        message: format!("types not shared with `{}`: {}", provider.client, names.join(", ")),
        notes: notes.collect(),
        help,
    })
}

/// The features of a crate that these types need.
fn features(model: &Crate, names: &[&SharedName]) -> BTreeSet<String> {
    let mut chosen: BTreeSet<String> = BTreeSet::new();
    let features = |name: &&SharedName| {
        let module = model.only_service()?.types.iter().find(|ty| ty.shared_name() == **name)?.module.clone();
        model.only_service()?.type_features.get(&module)
    };
    for all in names.iter().filter_map(features) {
        if !all.iter().any(|one| chosen.contains(one)) {
            chosen.extend(all.first().cloned());
        }
    }
    chosen
}

impl SharedTypes {
    /// The dependencies on the crates of the other clients, without those that the configuration has.
    pub(crate) fn dependencies(&self, configured: &[Dependency]) -> Vec<Dependency> {
        let dependency = |(provider, features): &(Provider, BTreeSet<String>)| {
            let mut table = provider.dependency.clone();
            if !features.is_empty() {
                let features = features.iter().cloned().map(Value::String).collect();
                table.insert("features".to_owned(), Value::Array(features));
            }
            Dependency::new(&provider.package, &Value::Table(table), &provider.folder).ok()
        };
        let is_new = |one: &Dependency| configured.iter().all(|known| known.crate_name() != one.crate_name());
        self.providers.iter().filter_map(dependency).filter(is_new).collect()
    }

    /// Adds the problems of the rules.
    pub(crate) fn report(&self, generation: &mut Generation, options: &Options) {
        let is_configuration = |source: &SourceFile| options.configuration.as_ref() == Some(source);
        let file = generation.sources.iter().find(|(_, source)| is_configuration(source)).map(|(file, _)| file);
        let Some(file) = file.filter(|_| !self.problems.is_empty()) else { return };
        let mut diagnostics = Diagnostics::default();
        for problem in &self.problems {
            let at = SourceLocation::Text(file, problem.span.clone());
            let diagnostic = diagnostics.report(problem.code, at, &problem.message);
            for note in &problem.notes {
                diagnostic.note(note);
            }
            diagnostic.help(&problem.help);
        }
        generation.add_problems(diagnostics);
    }
}

#[cfg(test)]
mod tests;
