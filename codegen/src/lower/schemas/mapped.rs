//! Types of other crates in place of generated ones: by a rule for a component, or by `x-rust-type`.

use crate::{
    diagnostic::Code,
    lower::{Context, renames, type_rules::UnusedRustType},
    model::Type,
    openapi::{Schema, node_id},
};

/// The type of another crate that a schema has. `None` if it has the type that its keywords determine.
pub(super) fn mapped_type(context: &mut Context<'_>, schema: &Schema) -> Option<Type> {
    if schema.is_synthetic || schema.reference.is_some() {
        return None;
    }
    let keys = match renames::component_key(&schema.at) {
        Some(key) => vec![key],
        None => context.shared.keys_of_components.get(&node_id(&schema.at)).cloned().unwrap_or_default(),
    };
    if let Some(ty) = keys.iter().find_map(|name| context.type_rules.mapping().of_component(name)) {
        return Some(ty);
    }
    let key = schema.rust_type.as_ref()?;
    match context.type_rules.mapping().of_document(&key.value.path) {
        Ok(ty) => Some(ty),
        Err(UnusedRustType::Malformed(problem)) => {
            let message = format!("malformed `x-rust-type`: {problem}");
            context.diagnostics.report(Code::MalformedExtension, &key.at, message);
            None
        }
        Err(UnusedRustType::UnknownCrate(name)) => {
            let message = format!("unused `x-rust-type`: the crate `{name}` is no dependency of the client");
            let problem = context.diagnostics.unsupported(&key.at, message);
            problem.help(format!("add `{name}` to `[client.dependencies]` in `wireright.toml`, or remove the key"));
            None
        }
    }
}
