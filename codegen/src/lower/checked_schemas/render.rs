//! The keywords of a schema of the document that restrict values.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    rendered_schema::{KeywordValue, RenderedSchema},
    value_keywords,
};
use crate::{
    diagnostic::Diagnostics,
    lower::{
        Context,
        effective::{self, SchemaKind},
        patterns, rules, schemas,
    },
    model::SchemaName,
    openapi::{AdditionalProperties, NodeId, Reference, Schema, Spanned, node_id},
    source::{Location, NodePart, Number, Value},
};

/// How deep schemas are nested in each other. Deeper ones are not checked.
const MAX_DEPTH: usize = 200;

/// How many variants are compared with each other.
const MAX_COMPARED: usize = 24;

/// The targets of references.
#[derive(Default)]
pub(super) struct Targets {
    known: BTreeSet<SchemaName>,
    open: Vec<(SchemaName, Target)>,
    /// The schemas whose types have an optional field for a property that requests must have.
    with_optional_fields: BTreeSet<SchemaName>,
}

impl Targets {
    pub(super) fn new(with_optional_fields: BTreeSet<SchemaName>) -> Self {
        Self { with_optional_fields, ..Self::default() }
    }

    /// The next target that is still to be rendered.
    pub(super) fn next(&mut self) -> Option<(SchemaName, Target)> {
        self.open.pop()
    }
}

/// The target of a reference.
pub(super) enum Target {
    /// A schema.
    Schema(Rc<Schema>),
    /// A base schema with its subtypes.
    Subtypes(Rc<Schema>),
}

/// The schema of a value.
pub(super) fn value(context: &mut Context<'_>, schema: &Rc<Schema>, targets: &mut Targets) -> RenderedSchema {
    let mut renderer = Renderer { context, targets, depth: 0 };
    if renderer.has_subtypes(schema) {
        let name = renderer.add(&schema.at, Target::Schema(schema.clone()));
        return renderer.subtypes(schema, name);
    }
    renderer.schema(schema, None)
}

/// The target of a reference.
pub(super) fn target(context: &mut Context<'_>, target: &Target, targets: &mut Targets) -> RenderedSchema {
    let mut renderer = Renderer { context, targets, depth: 0 };
    match target {
        Target::Schema(schema) => renderer.schema(schema, None),
        Target::Subtypes(schema) => {
            let name = renderer.add(&schema.at, Target::Schema(schema.clone()));
            renderer.subtypes(schema, name)
        }
    }
}

struct Renderer<'r, 'd> {
    context: &'r mut Context<'d>,
    targets: &'r mut Targets,
    depth: usize,
}

impl Renderer<'_, '_> {
    /// The name of a target, which is rendered later.
    fn add(&mut self, at: &Location, target: Target) -> SchemaName {
        let suffix = match &target {
            Target::Schema(schema) if self.has_subtypes(schema) => " without subtypes",
            _ => "",
        };
        let name = SchemaName(rules::location_name(self.context, at) + suffix);
        if self.targets.known.insert(name.clone()) {
            self.targets.open.push((name.clone(), target));
        }
        name
    }

    /// A reference. Inside `allOf`, a base schema stands for itself and not for its subtypes.
    fn reference(&mut self, reference: &Reference, is_part: bool) -> Option<SchemaName> {
        let document_set = self.context.document_set;
        // A dangling reference is reported where its type is lowered.
        let node = document_set.resolve(reference, &mut Diagnostics::default())?;
        let schema = document_set.schema(&node, self.context.diagnostics)?;
        let target =
            if !is_part && self.has_subtypes(&schema) { Target::Subtypes(schema) } else { Target::Schema(schema) };
        Some(self.add(&node.at, target))
    }

    /// Whether a schema is a base schema.
    fn has_subtypes(&mut self, schema: &Rc<Schema>) -> bool {
        schema.discriminator.is_some()
            && schema.reference.is_none()
            && matches!(SchemaKind::of(self.context, schema), SchemaKind::SubtypeEnum)
    }

    /// A base schema, and its subtypes by discriminator value.
    fn subtypes(&mut self, schema: &Rc<Schema>, base: SchemaName) -> RenderedSchema {
        let subtypes = effective::subtypes(self.context, schema);
        let own = node_id(&schema.at);
        let mut names: BTreeMap<&NodeId, Option<SchemaName>> = BTreeMap::new();
        for subtype in &subtypes.subtypes {
            let reference = effective::reference_to(self.context, &subtype.at);
            let name = reference.reference.as_ref().and_then(|reference| self.reference(reference, false));
            if let Some((_, id)) = subtypes.values.iter().find(|(_, id)| *id == node_id(&subtype.at)) {
                names.insert(id, name);
            }
        }
        let mapping = subtypes
            .values
            .iter()
            .filter(|(_, id)| *id != own)
            .filter_map(|(value, id)| Some((value.clone(), RenderedSchema::reference(names.get(id)?.clone()?))));
        let mapping = mapping.collect();
        let mut rendered = RenderedSchema::reference(base);
        rendered.keywords.push(("discriminator", KeywordValue::Discriminator(subtypes.property.clone(), mapping)));
        rendered
    }

    fn schemas(&mut self, schemas: &[Rc<Schema>], owner: Option<&Rc<Schema>>) -> KeywordValue {
        KeywordValue::List(schemas.iter().map(|schema| self.schema(schema, owner)).collect())
    }

    fn one(&mut self, schema: &Rc<Schema>) -> KeywordValue {
        KeywordValue::Schema(self.schema(schema, None))
    }

    /// A schema. `owner` is the effective schema of the value if this is a part of it.
    fn schema(&mut self, schema: &Rc<Schema>, owner: Option<&Rc<Schema>>) -> RenderedSchema {
        if self.depth > MAX_DEPTH || !self.context.spend_schema(&schema.at) {
            return RenderedSchema { is_incomplete: true, ..RenderedSchema::default() };
        }
        if schema.is_never {
            return RenderedSchema { is_never: true, ..RenderedSchema::default() };
        }
        self.depth += 1;
        let reference = effective::contradicted_reference(self.context, schema);
        let schema = reference.as_ref().unwrap_or(schema);
        let is_part = owner.is_some();
        let own = if owner.is_none() && needs_effective(schema) {
            Some(effective::schema(self.context, schema))
        } else {
            None
        };
        let owner = owner.or(own.as_ref());
        let mut rendered = RenderedSchema::default();
        if let Some(reference) = &schema.reference {
            match self.reference(reference, is_part) {
                Some(name) => rendered.keywords.push(("$ref", KeywordValue::Reference(name))),
                None => rendered.is_incomplete = true,
            }
        }
        value_keywords::types(schema, &mut rendered);
        value_keywords::limits(self.context, schema, &mut rendered);
        self.object(schema, owner, is_part, &mut rendered);
        self.array(schema, &mut rendered);
        self.assertions(schema, owner, &mut rendered);
        self.alternatives(schema, owner, &mut rendered);
        self.depth -= 1;
        rendered
    }

    fn object(&mut self, schema: &Schema, owner: Option<&Rc<Schema>>, is_part: bool, rendered: &mut RenderedSchema) {
        let properties =
            schema.properties.iter().map(|(name, property)| (name.clone(), self.schema(&property.schema, None)));
        let properties: Vec<(String, RenderedSchema)> = properties.collect();
        if !properties.is_empty() {
            rendered.keywords.push(("properties", KeywordValue::Map(properties)));
        }
        let patterns = schema.pattern_properties.iter().filter(|(pattern, schema)| {
            let at = Location { part: NodePart::Key, ..schema.at.clone() };
            patterns::can_be_checked(self.context, &Spanned { value: (*pattern).clone(), at })
        });
        let patterns: Vec<_> = patterns.collect();
        let has_all_patterns = patterns.len() == schema.pattern_properties.len();
        rendered.is_incomplete |= !has_all_patterns;
        if !patterns.is_empty() {
            rendered.restricts = true;
            let schemas = patterns.into_iter().map(|(pattern, schema)| (pattern.clone(), self.schema(schema, None)));
            rendered.keywords.push(("patternProperties", KeywordValue::Map(schemas.collect())));
        }
        let additional =
            schema.additional_properties.as_ref().filter(|_| has_all_patterns).map(|additional| match additional {
                AdditionalProperties::Allowed(allowed) => {
                    RenderedSchema { is_never: !allowed, ..RenderedSchema::default() }
                }
                AdditionalProperties::Schema(values) => self.schema(values, None),
            });
        if let Some(additional) = additional {
            // Properties of other parts are additional here, and their types do not express that.
            let is_total = !additional.is_never && !additional.keywords.is_empty();
            if is_total && (is_part || !schema.all_of.is_empty() || schema.reference.is_some()) {
                rendered.restricts = true;
                rendered.is_whole = true;
            }
            rendered.keywords.push(("additionalProperties", KeywordValue::Schema(additional)));
        }
        let mut required = Vec::new();
        let has_optional_fields = owner.is_some_and(|owner| {
            let name = SchemaName(rules::location_name(self.context, &owner.at));
            self.targets.with_optional_fields.contains(&name)
        });
        for name in &schema.required {
            let property = owner.and_then(|owner| owner.properties.get(&name.value));
            let resolved = property.map(|property| (property, effective::schema(self.context, &property.schema)));
            let has_flag = |flag: fn(&Schema) -> bool| {
                resolved.as_ref().is_some_and(|(property, resolved)| flag(&property.schema) || flag(resolved))
            };
            if has_flag(|schema| schema.read_only) {
                continue;
            }
            // The type of the value expresses what its own schema requires, and not what an alternative requires.
            let is_expressed = property.is_some() && owner.is_some_and(|owner| is_required(owner, &name.value));
            rendered.restricts |= !is_expressed || (has_optional_fields && has_flag(|schema| schema.write_only));
            required.push(Value::String(name.value.clone()));
        }
        if !required.is_empty() {
            rendered.keywords.push(("required", KeywordValue::Value(Value::Array(required))));
        }
    }

    fn array(&mut self, schema: &Schema, rendered: &mut RenderedSchema) {
        if !schema.prefix_items.is_empty() {
            rendered.restricts = true;
            rendered.is_whole = true;
            let prefix = self.schemas(&schema.prefix_items, None);
            rendered.keywords.push(("prefixItems", prefix));
        }
        if let Some(items) = &schema.items {
            let items = self.one(items);
            rendered.keywords.push(("items", items));
        }
    }

    fn assertions(&mut self, schema: &Schema, owner: Option<&Rc<Schema>>, rendered: &mut RenderedSchema) {
        let Some(assertions) = schema.assertions.as_deref() else { return };
        let before = rendered.keywords.len();
        // They are parts of the same value.
        for (keyword, schema) in [
            ("not", &assertions.not),
            ("if", &assertions.condition),
            ("then", &assertions.consequence),
            ("else", &assertions.alternative),
        ] {
            if let Some(schema) = schema {
                let part = KeywordValue::Schema(self.schema(schema, owner));
                rendered.keywords.push((keyword, part));
            }
        }
        for (keyword, schema) in [
            ("contains", &assertions.contains),
            ("propertyNames", &assertions.property_names),
            ("unevaluatedItems", &assertions.unevaluated_items),
            ("unevaluatedProperties", &assertions.unevaluated_properties),
        ] {
            if let Some(schema) = schema {
                rendered.is_whole |= keyword.starts_with("unevaluated");
                let part = self.one(schema);
                rendered.keywords.push((keyword, part));
            }
        }
        for (keyword, count) in [("minContains", assertions.min_contains), ("maxContains", assertions.max_contains)] {
            if let Some(count) = count {
                rendered.keywords.push((keyword, KeywordValue::Value(Value::Number(Number::from(count)))));
            }
        }
        if !assertions.dependent_required.is_empty() {
            let lists = assertions
                .dependent_required
                .iter()
                .map(|(name, names)| (name.clone(), Value::Array(names.iter().cloned().map(Value::String).collect())));
            rendered.keywords.push(("dependentRequired", KeywordValue::Value(Value::Object(lists.collect()))));
        }
        if !assertions.dependent_schemas.is_empty() {
            let schemas = assertions.dependent_schemas.iter();
            let schemas = schemas.map(|(name, schema)| (name.clone(), self.schema(schema, owner)));
            rendered.keywords.push(("dependentSchemas", KeywordValue::Map(schemas.collect())));
        }
        rendered.restricts |= rendered.keywords.len() > before;
    }

    /// `allOf`, `anyOf` and `oneOf`.
    fn alternatives(&mut self, schema: &Rc<Schema>, owner: Option<&Rc<Schema>>, rendered: &mut RenderedSchema) {
        for (keyword, schemas) in [("allOf", &schema.all_of), ("anyOf", &schema.any_of), ("oneOf", &schema.one_of)] {
            if !schemas.is_empty() {
                // Variants are not parts: a base schema among them has its subtypes.
                let owner = owner.filter(|_| keyword == "allOf" || effective::only_require_properties(schemas));
                let mut part = self.schemas(schemas, owner);
                if let ("anyOf" | "oneOf", KeywordValue::List(rendered)) = (keyword, &mut part) {
                    // The type of a union expresses null beside other variants.
                    let nulls = schemas.iter().map(|schema| effective::is_null_variant(self.context, schema));
                    let nulls: Vec<bool> = nulls.collect();
                    let variants =
                        rendered.iter_mut().zip(&nulls).filter(|(_, null)| **null && !nulls.iter().all(|null| *null));
                    variants.for_each(|(null, _)| null.restricts = false);
                }
                rendered.keywords.push((keyword, part));
            }
        }
        if schema.discriminator.is_some() && !(schema.one_of.is_empty() && schema.any_of.is_empty()) {
            let mapping = self.mapping(schema);
            rendered.keywords.extend(mapping.map(|mapping| ("discriminator", mapping)));
        } else if !schema.one_of.is_empty() && !self.are_exclusive(&schema.one_of) {
            rendered.restricts = true;
        }
    }

    /// The variants of a union by discriminator value.
    fn mapping(&mut self, schema: &Schema) -> Option<KeywordValue> {
        let listed = if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of };
        let variants = schemas::variant_schemas(self.context, schema, listed);
        let discriminator = schemas::discriminator_of(self.context, schema, &variants)?;
        let is_unique = |value: &String| discriminator.values.iter().filter(|(other, _)| other == value).count() == 1;
        let mut mapping = Vec::new();
        for (value, index) in discriminator.values.iter().filter(|(value, _)| is_unique(value)) {
            if let Some(variant) = variants.get(*index) {
                mapping.push((value.clone(), self.schema(&variant.written, None)));
            }
        }
        Some(KeywordValue::Discriminator(discriminator.property, mapping))
    }

    /// Whether no value matches two variants.
    fn are_exclusive(&mut self, variants: &[Rc<Schema>]) -> bool {
        if variants.len() > MAX_COMPARED {
            return false;
        }
        let others = |index: usize| variants.iter().skip(index + 1);
        variants
            .iter()
            .enumerate()
            .all(|(index, one)| others(index).all(|other| effective::exclude_each_other(self.context, one, other)))
    }
}

fn is_required(schema: &Schema, name: &str) -> bool {
    schema.required.iter().any(|required| required.value == name)
}

/// Whether a schema of a value needs to know all its properties.
fn needs_effective(schema: &Schema) -> bool {
    let has_parts = !schema.all_of.is_empty() || !schema.any_of.is_empty() || !schema.one_of.is_empty();
    has_parts || !schema.required.is_empty() || schema.assertions.is_some()
}
