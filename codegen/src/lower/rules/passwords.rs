//! Password rules: `x-password-rules` of the properties of a request body.

use crate::{
    diagnostic::{Code, suggest},
    lower::{Context, effective, names},
    model::{Argument, ArgumentLocation, Check, PasswordRules, SimilarityRule, Type},
    openapi::{self, MatchKind, Operation},
};

/// Finds password rules in the body, and assigns them to the arguments.
pub(in crate::lower) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    arguments: &mut [Argument],
) -> Vec<PasswordRules> {
    let body = operation.request_body.as_ref().and_then(|body| effective::object(context, body));
    let Some(schema) = body.and_then(|body| body.content.first().and_then(|(_, media_type)| media_type.schema.clone()))
    else {
        return Vec::new();
    };
    let schema = effective::schema(context, &schema);
    let mut passwords = Vec::new();
    for (wire, property) in &schema.properties {
        let property = effective::schema(context, &property.schema);
        let Some(rules) = &property.password_rules else { continue };
        let similarity = similarity_rules(context, rules, arguments);
        let is_this = |argument: &&mut Argument| {
            argument.location == ArgumentLocation::BodyProperty && argument.wire.as_str() == wire
        };
        let Some(argument) = arguments.iter_mut().find(is_this) else { continue };
        let constant = names::constant_name(&format!("{}_rules", argument.name.unraw()));
        argument.password_rules = Some(constant.clone());
        // The rules of the password contain its length.
        let limits = &property.limits;
        let is_only_length = limits.patterns.is_empty() && property.values.is_none() && property.assertions.is_none();
        if is_only_length {
            argument.check = Check::None;
        }
        passwords.push(PasswordRules {
            constant,
            min_length: property.limits.min_length,
            max_length: property.limits.max_length,
            min_classes: rules.min_classes.as_ref().and_then(|count| u8::try_from(count.value).ok()).unwrap_or(0),
            special: rules.special_characters.clone(),
            forbidden_first: rules.forbidden_first.clone(),
            similarity,
            server_side_rules: rules.server_side_rules.clone(),
        });
    }
    passwords
}

fn similarity_rules(
    context: &mut Context<'_>,
    rules: &openapi::PasswordRules,
    arguments: &[Argument],
) -> Vec<SimilarityRule> {
    let mut result = Vec::new();
    for rule in &rules.must_differ_from {
        let name = &rule.parameter.value;
        let Some(other) =
            arguments.iter().find(|argument| argument.wire.as_str() == name && argument.ty == Type::String)
        else {
            let message = format!("unknown argument `{name}`");
            let problem = context.diagnostics.report(Code::MalformedExtension, &rule.parameter.at, message);
            if let Some(near) = suggest(name, arguments.iter().map(|argument| argument.wire.as_str())) {
                problem.help(format!("an argument with a similar name exists: `{near}`"));
            }
            continue;
        };
        result.push(SimilarityRule {
            other: other.wire.clone(),
            field: other.name.clone(),
            contains: rule.matching == MatchKind::Contains,
            reversed: rule.reversed,
        });
    }
    result
}
