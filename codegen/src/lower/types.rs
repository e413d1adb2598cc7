//! Schemas as Rust types.
//!
//! A schema that describes an object with members, or a list of texts, becomes a definition with a name; every other
//! schema is written where it is used.

use std::collections::BTreeMap;

use super::{
    Context, descriptions, markdown, names,
    names::Scope,
    recursion,
    references::{component_name, resolve},
};
use crate::{
    diagnostic::Code,
    model::{
        Docs, Enumeration, Field, RustName, Shape, Structure, Type, TypeDefinition, Variant, WireName,
    },
    openapi::{AdditionalProperties, RefOr, Schema, SchemaType},
    source::{Location, Value},
};

/// How many references may lead from one schema to the next before that is taken for a circle.
const MAX_DEPTH: usize = 64;

/// Which side of the wire a shape is for: members that are read-only are not sent, write-only ones not received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Sent,
    Received,
    Both,
}

/// Lowers schemas into the definitions of one module.
pub(super) struct TypeLowering {
    definitions: Vec<TypeDefinition>,
    /// Where each definition's schema stands.
    places: BTreeMap<RustName, Location>,
    scope: Scope,
    direction: Direction,
    /// Whether the module is the one that holds the components.
    is_shared_module: bool,
    depth: usize,
}

impl TypeLowering {
    /// Starts the module of one operation.
    pub(super) fn operation(direction: Direction) -> Self {
        Self::new(direction, false)
    }

    fn new(direction: Direction, is_shared_module: bool) -> Self {
        let (definitions, places, scope) = (Vec::new(), BTreeMap::new(), Scope::default());
        Self { definitions, places, scope, direction, is_shared_module, depth: 0 }
    }

    /// The definitions of all component schemas, sorted by name.
    pub(super) fn components(context: &mut Context<'_>) -> Vec<TypeDefinition> {
        let mut lowering = Self::new(Direction::Both, true);
        let document = context.document;
        for (wire, schema) in &document.components.schemas {
            // One that only points at another is written as that other wherever it is used.
            if let RefOr::Item(schema) = schema {
                lowering.schema(context, schema, &names::type_name(wire));
            }
        }
        for name in recursion::recursive(&lowering.definitions) {
            let message = format!("`{name}` contains itself, which is not supported yet");
            let at = lowering.places.get(&name).unwrap_or(&document.at);
            context.unsupported(at, message);
        }
        lowering.finish()
    }

    /// The definitions, sorted by name.
    pub(super) fn finish(mut self) -> Vec<TypeDefinition> {
        self.definitions.sort_by(|one, other| one.name.cmp(&other.name));
        self.definitions
    }

    /// Says what a shape is, where the document does not.
    pub(super) fn describe(&mut self, ty: &Type, docs: impl FnOnce() -> Vec<String>) {
        let Type::Named(name) = ty else { return };
        let undescribed = |definition: &&mut TypeDefinition| definition.name == *name && definition.docs.0.is_empty();
        if let Some(definition) = self.definitions.iter_mut().find(undescribed) {
            definition.docs = Docs(docs());
        }
    }

    /// Turns to the other side of the wire.
    pub(super) fn turn(&mut self, direction: Direction) {
        self.direction = direction;
    }

    /// Takes a name of the module for something that is no type of a schema.
    pub(super) fn claim(&mut self, context: &mut Context<'_>, name: &RustName, at: &Location) {
        self.scope.claim(name, name.as_str(), at, context.diagnostics);
    }

    /// The type of a schema, in place or referred to. A shape without a name of its own is called `name`.
    pub(super) fn lower(&mut self, context: &mut Context<'_>, schema: &RefOr<Schema>, name: &RustName) -> Option<Type> {
        match schema {
            RefOr::Item(schema) => self.schema(context, schema, name),
            RefOr::Ref(reference) => {
                let document = context.document;
                let wire = component_name::<Schema>(document, reference, context.diagnostics)?;
                let target = resolve(document, document.components.schemas.get(wire)?, context.diagnostics)?;
                if is_named(target) {
                    return self.component(context, schema);
                }
                if self.depth >= MAX_DEPTH {
                    context.diagnostics.error(Code::CyclicReference, &reference.at, "this reference leads back to itself");
                    return None;
                }
                self.depth += 1;
                let ty = self.schema(context, target, name);
                self.depth -= 1;
                ty
            }
        }
    }

    /// A component that has a definition: the last one of a chain of references, which is known to end.
    fn component(&self, context: &mut Context<'_>, schema: &RefOr<Schema>) -> Option<Type> {
        let RefOr::Ref(reference) = schema else { return None };
        let document = context.document;
        let wire = component_name::<Schema>(document, reference, context.diagnostics)?;
        let target = document.components.schemas.get(wire)?;
        if let RefOr::Ref(_) = target {
            return self.component(context, target);
        }
        let name = names::type_name(wire);
        Some(if self.is_shared_module { Type::Named(name) } else { Type::Shared(name) })
    }

    fn schema(&mut self, context: &mut Context<'_>, schema: &Schema, name: &RustName) -> Option<Type> {
        check_keywords(context, schema);
        let kind = schema.kind.as_ref().map(|kind| kind.value);
        match kind {
            Some(SchemaType::String) => Some(self.text(context, schema, name)),
            Some(SchemaType::Integer) => Some(integer(context, schema)),
            Some(SchemaType::Number) => Some(number(context, schema)),
            Some(SchemaType::Boolean) => Some(Type::Bool),
            Some(SchemaType::Array) => self.array(context, schema, name),
            Some(SchemaType::Object) => self.object(context, schema, name),
            None if !schema.properties.is_empty() => self.object(context, schema, name),
            None => Some(Type::Json),
        }
    }

    fn text(&mut self, context: &mut Context<'_>, schema: &Schema, name: &RustName) -> Type {
        let any_json = schema.any_json_as_text.as_ref().is_some_and(|key| key.value);
        if let Some(values) = &schema.values {
            let mut scope = Scope::default();
            let mut variants = Vec::new();
            for value in &values.value {
                let Value::String(wire) = &value.value else {
                    context.unsupported(&value.at, "only texts are supported in the `enum` of a string");
                    continue;
                };
                let variant = names::variant_name(wire);
                scope.claim(&variant, wire, &value.at, context.diagnostics);
                let docs = Docs(vec![format!("{} on the wire.", markdown::code(wire))]);
                variants.push(Variant { name: variant, wire: WireName(wire.clone()), docs });
            }
            let taken = |other: &str| variants.iter().any(|variant| variant.name.as_str() == other);
            let other = if taken("Other") { "OtherValue" } else { "Other" };
            let shape = Enumeration { variants, other: names::variant_name(other), any_json };
            return self.define(context, schema, name, Shape::Enumeration(shape));
        }
        if any_json {
            return Type::AnyText;
        }
        match schema.format.as_ref() {
            Some(format) if format.value == "password" => return Type::Secret,
            Some(format) => {
                let message = format!("values of the format `{}` are handed over as text", format.value);
                context.diagnostics.warning(Code::FormatAsText, &format.at, message);
            }
            None => {}
        }
        Type::String
    }

    fn array(&mut self, context: &mut Context<'_>, schema: &Schema, name: &RustName) -> Option<Type> {
        let Some(items) = &schema.items else {
            context.diagnostics.error(Code::MissingKey, &schema.at, "an array says in `items` what it is an array of");
            return None;
        };
        let item = self.lower(context, items, &names::joined(name, "Item"))?;
        if let Some(items) = resolve(context.document, items, context.diagnostics).filter(|items| items.nullable) {
            context.unsupported(&items.at, "an array with null among its items is not supported yet");
        }
        Some(Type::List(Box::new(item)))
    }

    fn object(&mut self, context: &mut Context<'_>, schema: &Schema, name: &RustName) -> Option<Type> {
        if schema.properties.is_empty() {
            check_required(context, schema);
            return match &schema.additional_properties {
                Some(AdditionalProperties::Schema(values)) => {
                    let values = self.lower(context, values, &names::joined(name, "Value"))?;
                    Some(Type::Map(Box::new(values)))
                }
                _ => Some(Type::Map(Box::new(Type::Json))),
            };
        }
        if let Some(AdditionalProperties::Schema(_)) = &schema.additional_properties {
            context.unsupported(&schema.at, "a schema for `additionalProperties` beside `properties` is not supported yet");
        }
        let structure = self.structure(context, schema, name);
        Some(self.define(context, schema, name, Shape::Structure(structure)))
    }

    fn structure(&mut self, context: &mut Context<'_>, schema: &Schema, name: &RustName) -> Structure {
        check_required(context, schema);
        let mut scope = Scope::default();
        let mut fields = Vec::new();
        for (wire, property) in &schema.properties {
            let Some(resolved) = resolve(context.document, &property.schema, context.diagnostics) else { continue };
            let is_hidden = match self.direction {
                Direction::Sent => resolved.read_only,
                Direction::Received => resolved.write_only,
                Direction::Both => false,
            };
            if is_hidden {
                continue;
            }
            let field = names::field_name(wire);
            scope.claim(&field, wire, &property.key, context.diagnostics);
            let type_name = names::joined(name, names::variant_name(wire).unraw());
            let Some(ty) = self.lower(context, &property.schema, &type_name) else { continue };
            fields.push(Field {
                name: field,
                wire: WireName(wire.clone()),
                docs: descriptions::or_else(descriptions::schema(resolved), || format!("The member {}.", markdown::code(wire))),
                ty,
                required: schema.required.iter().any(|required| required.value == *wire),
                nullable: resolved.nullable,
            });
        }
        let taken = |name: &str| fields.iter().any(|field: &Field| field.name.as_str() == name);
        let extra = if taken("extra") { "extra_members" } else { "extra" };
        Structure { fields, extra: names::field_name(extra) }
    }

    fn define(&mut self, context: &mut Context<'_>, schema: &Schema, name: &RustName, shape: Shape) -> Type {
        self.scope.claim(name, &schema.at.pointer.to_string(), &schema.at, context.diagnostics);
        self.places.insert(name.clone(), schema.at.clone());
        let docs = descriptions::schema(schema);
        self.definitions.push(TypeDefinition { name: name.clone(), docs, shape });
        Type::Named(name.clone())
    }
}

/// Whether a component gets a definition of its own.
fn is_named(schema: &Schema) -> bool {
    let is_text = schema.kind.as_ref().is_some_and(|kind| kind.value == SchemaType::String);
    !schema.properties.is_empty() || (is_text && schema.values.is_some())
}

fn integer(context: &mut Context<'_>, schema: &Schema) -> Type {
    match schema.format.as_ref() {
        Some(format) if format.value == "int32" => Type::Int32,
        None => Type::Int64,
        Some(format) if format.value == "int64" => Type::Int64,
        Some(format) => {
            let message = format!("integers of the format `{}` are read as `i64`", format.value);
            context.diagnostics.warning(Code::FormatNotHonoured, &format.at, message);
            Type::Int64
        }
    }
}

fn number(context: &mut Context<'_>, schema: &Schema) -> Type {
    match schema.format.as_ref() {
        Some(format) if format.value == "float" => Type::Float32,
        None => Type::Float64,
        Some(format) if format.value == "double" => Type::Float64,
        Some(format) => {
            let message = format!("numbers of the format `{}` are read as `f64`", format.value);
            context.diagnostics.warning(Code::FormatNotHonoured, &format.at, message);
            Type::Float64
        }
    }
}

/// Keywords that say something only about another type than the schema's.
fn check_keywords(context: &mut Context<'_>, schema: &Schema) {
    let kind = schema.kind.as_ref().map(|kind| kind.value);
    if let Some(values) = schema.values.as_ref().filter(|_| kind != Some(SchemaType::String)) {
        context.unsupported(&values.at, "`enum` is supported only for `type: string` yet");
    }
    if let Some(key) = schema.any_json_as_text.as_ref().filter(|_| kind != Some(SchemaType::String)) {
        let message = "`x-any-json-as-text` belongs to a `type: string`";
        context.diagnostics.error(Code::MalformedExtension, &key.at, message);
    }
    let is_password = schema.format.as_ref().is_some_and(|format| format.value == "password");
    if let Some(rules) = schema.password_rules.as_ref().filter(|_| !is_password) {
        let message = "`x-password-rules` belongs to a `format: password`";
        context.diagnostics.error(Code::MalformedExtension, &rules.at, message);
    }
}

/// A required member that the object does not have.
pub(super) fn check_required(context: &mut Context<'_>, schema: &Schema) {
    for required in &schema.required {
        if schema.properties.contains_key(&required.value) {
            continue;
        }
        let message = format!("`{}` is required, and there is no such property", required.value);
        let problem = context.diagnostics.error(Code::UnknownRequired, &required.at, message);
        if let Some(near) =
            crate::diagnostic::suggest(&required.value, schema.properties.keys().map(String::as_str))
        {
            problem.help(format!("a property with a similar name exists: `{near}`"));
        }
    }
}
