//! [`Comparison`]: which types of two clients are equal, by the schemas that they have in common.

use std::collections::BTreeMap;

use serde_json::Value;
use wireright_codegen::model::{Check, Field, Service, SharedName, StringVariant, Type, TypeDefinition, TypeKind};

use super::pages;

/// Why a type cannot be shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The reason, as a clause.
    pub(super) reason: String,
    /// Whether the type itself differs, and not only one that it uses.
    pub(super) is_own: bool,
    /// Whether the schemas may be equal, and only the requests of the other client do not contain the type.
    pub(super) lacks_setters: bool,
}

/// A type of this client, and one of the other client.
type Pair = (SharedName, SharedName);

/// The types of two clients.
pub(super) struct Comparison<'m> {
    /// The definitions of both clients by schema.
    schemas: BTreeMap<String, (&'m TypeDefinition, &'m TypeDefinition)>,
    differences: BTreeMap<Pair, Difference>,
}

impl<'m> Comparison<'m> {
    /// Compares the types of this client with those of the other one.
    pub(super) fn new(own: &'m Service, other: &'m Service) -> Self {
        let mut others = components(other);
        let looked_into = pages::types_with_pointers(own);
        let own_components = components(own).into_iter();
        let own_components = own_components.filter(|(_, own)| !looked_into.contains(&own.shared_name()));
        let both = |(name, own): (String, _)| others.remove(&name).map(|other| (name, (own, other)));
        let schemas: BTreeMap<_, _> = own_components.filter_map(both).collect();
        let sides = Sides { own: Side::new(own), other: Side::new(other) };
        let pairs = schemas.values().map(|(own, other)| (own.shared_name(), other.shared_name()));
        let differences = sides.differences(pairs.collect());
        Self { schemas, differences }
    }

    /// The names of the schemas with a type in both clients.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.schemas.keys().map(String::as_str)
    }

    /// The type that the other client has for a schema.
    pub(super) fn other(&self, schema: &str) -> Option<&'m TypeDefinition> {
        self.schemas.get(schema).map(|(_, other)| *other)
    }

    /// Why the type of a schema cannot be shared. `None` if it can be.
    pub(super) fn difference(&self, schema: &str) -> Option<&Difference> {
        let (own, other) = self.schemas.get(schema)?;
        self.differences.get(&(own.shared_name(), other.shared_name()))
    }
}

/// The names of the traits that a rule lists for this type.
pub(super) fn traits(definition: &TypeDefinition) -> Vec<&'static str> {
    let is_string_enum = matches!(definition.kind, TypeKind::StringEnum(_));
    let all = [("Eq", definition.traits.is_eq), ("Hash", definition.traits.is_hash)];
    all.into_iter().filter(|(_, has)| *has || is_string_enum).map(|(name, _)| name).collect()
}

/// The types of components by their names. A base schema has two, and is left out.
fn components(service: &Service) -> BTreeMap<String, &TypeDefinition> {
    let mut found: BTreeMap<String, Vec<&TypeDefinition>> = BTreeMap::new();
    for definition in service.types.iter().filter(|definition| !definition.is_nested) {
        let segments: Vec<_> = definition.source.pointer.segments().collect();
        if let [components, schemas, name] = segments.as_slice()
            && components == "components"
            && schemas == "schemas"
        {
            found.entry(name.clone().into_owned()).or_default().push(definition);
        } else {
            // The schema has a file of its own.
            for name in service.schema_names.get(&definition.shared_name()).into_iter().flatten() {
                found.entry(name.clone()).or_default().push(definition);
            }
        }
    }
    let only = found.into_iter().filter(|(_, all)| all.len() == 1);
    only.filter_map(|(name, all)| Some((name, *all.first()?))).collect()
}

/// The types and the checked schemas of a client.
struct Side<'m> {
    types: BTreeMap<SharedName, &'m TypeDefinition>,
    checks: BTreeMap<&'m str, &'m str>,
}

impl<'m> Side<'m> {
    fn new(service: &'m Service) -> Self {
        Self {
            types: service.types.iter().map(|definition| (definition.shared_name(), definition)).collect(),
            checks: service.schemas.iter().map(|schema| (schema.name.0.as_str(), schema.json.as_str())).collect(),
        }
    }

    /// What a check says.
    fn check(&self, check: &'m Check) -> Option<&'m str> {
        match check {
            Check::Schema(name) => self.checks.get(name.0.as_str()).copied(),
            Check::InPlace(json) => Some(json),
            Check::Limits(limits) => Some(&limits.json),
            Check::None | Check::FileCount(..) | Check::Parts => None,
        }
    }
}

struct Sides<'m> {
    own: Side<'m>,
    other: Side<'m>,
}

/// The pairs of types that a pair of types uses, each with the place of its use.
type Uses = Vec<(String, Pair)>;

impl Sides<'_> {
    /// The pairs that differ, among these and those that they use.
    fn differences(&self, mut unseen: Vec<Pair>) -> BTreeMap<Pair, Difference> {
        let mut differences = BTreeMap::new();
        let mut all: BTreeMap<Pair, Uses> = BTreeMap::new();
        while let Some(pair) = unseen.pop() {
            if all.contains_key(&pair) {
                continue;
            }
            let mut uses = Vec::new();
            if let Some(reason) = self.difference(&pair, &mut uses) {
                differences.insert(pair.clone(), Difference { reason, is_own: true, lacks_setters: false });
            } else if self.lacks_setters(&pair) {
                let reason = "requests of the other client do not contain it, so that it has no setters there";
                let reason = reason.to_owned();
                differences.insert(pair.clone(), Difference { reason, is_own: true, lacks_setters: true });
            }
            unseen.extend(uses.iter().map(|(_, pair)| pair.clone()));
            all.insert(pair, uses);
        }
        // A type differs with each type that it uses.
        loop {
            let mut new = BTreeMap::new();
            for (pair, uses) in all.iter().filter(|(pair, _)| !differences.contains_key(*pair)) {
                let found = uses.iter().find_map(|(place, used)| Some((place, &used.0, differences.get(used)?)));
                if let Some((place, used, difference)) = found {
                    let reason = format!("{place} has the type `{used}`, which cannot be shared");
                    let lacks_setters = difference.lacks_setters;
                    new.insert(pair.clone(), Difference { reason, is_own: false, lacks_setters });
                }
            }
            if new.is_empty() {
                return differences;
            }
            differences.extend(new);
        }
    }

    /// How the two types differ, apart from the types that they use.
    fn difference(&self, pair: &Pair, uses: &mut Uses) -> Option<String> {
        let Some((own, other)) = self.own.types.get(&pair.0).zip(self.other.types.get(&pair.1)) else {
            return Some("only one client has the type".to_owned());
        };
        if !same_limits(self.own.check(&own.check), self.other.check(&other.check))
            && own.in_requests == other.in_requests
        {
            return kind_difference(own, other, uses).or_else(|| Some("its limits differ".to_owned()));
        }
        kind_difference(own, other, uses)
    }

    /// Whether this client needs setters or a constructor that the other one has not: its requests contain the type,
    /// and those of the other client do not. Only structs have them.
    fn lacks_setters(&self, pair: &Pair) -> bool {
        let Some((own, other)) = self.own.types.get(&pair.0).zip(self.other.types.get(&pair.1)) else { return false };
        let (TypeKind::Struct(one), TypeKind::Struct(two)) = (&own.kind, &other.kind) else { return false };
        let codec = |field: &Field| (field.wire.clone(), field.codec);
        let codecs = |fields: &[Field]| fields.iter().map(codec).collect::<BTreeMap<_, _>>();
        let has_same_form = one.setter_fields().next().is_none()
            && one.construction.constructor.is_some() == two.construction.constructor.is_some()
            && codecs(&one.fields) == codecs(&two.fields);
        own.in_requests && !other.in_requests && !has_same_form
    }
}

/// How two types differ, apart from their limits and from the types that they use.
fn kind_difference(own: &TypeDefinition, other: &TypeDefinition, uses: &mut Uses) -> Option<String> {
    match (&own.kind, &other.kind) {
        (TypeKind::Struct(one), TypeKind::Struct(two)) => {
            if !one.part_kinds.is_empty() || !two.part_kinds.is_empty() {
                return Some("it is a multipart form".to_owned());
            }
            if let Some(field) = one.fields.iter().find(|field| own.in_requests && field.read_only) {
                let name = field.wire.as_str();
                return Some(format!("its property `{name}` is read-only, and requests contain the type"));
            }
            let is_same = match (&one.additional, &two.additional) {
                (Some(one), Some(two)) => same_type(one, two, "an additional property", uses),
                (one, two) => one.is_none() && two.is_none(),
            };
            if !is_same {
                return Some("its additional properties differ".to_owned());
            }
            let same_form = own.in_requests == other.in_requests;
            let names = |fields: &[Field]| fields.iter().map(|field| field.wire.clone()).collect::<Vec<_>>();
            let (ours, theirs) = (names(&one.fields), names(&two.fields));
            if let Some(name) = ours.iter().find(|name| !theirs.contains(name)) {
                return Some(format!("the other client has no property `{}`", name.as_str()));
            }
            if let Some(name) = theirs.iter().find(|name| !ours.contains(name)) {
                return Some(format!("only the other client has the property `{}`", name.as_str()));
            }
            one.fields.iter().find_map(|field| {
                let other = two.fields.iter().find(|other| other.wire == field.wire)?;
                field_difference(field, other, same_form, uses)
            })
        }
        (TypeKind::StringEnum(one), TypeKind::StringEnum(two)) => {
            let variants = |variants: &[_]| variants.iter().map(variant_key).collect::<std::collections::BTreeSet<_>>();
            let is_same = variants(&one.variants) == variants(&two.variants)
                && one.other == two.other
                && one.accepts_any_json == two.accepts_any_json;
            (!is_same).then(|| "its strings, or their names in Rust, differ".to_owned())
        }
        (TypeKind::Union(one), TypeKind::Union(two)) => {
            let is_same = one.discriminator == two.discriminator
                && (one.is_closed, one.is_newtype) == (two.is_closed, two.is_newtype)
                && one.unknown == two.unknown
                && one.variants.len() == two.variants.len()
                && one.variants.iter().zip(&two.variants).all(|(one, two)| {
                    let place = format!("its alternative `{}`", one.name);
                    (&one.name, &one.matcher, &one.tag) == (&two.name, &two.matcher, &two.tag)
                        && same_type(&one.ty, &two.ty, &place, uses)
                });
            let has_secret = one.variants.iter().any(|variant| has_secret(&variant.ty));
            match (is_same, has_secret) {
                (true, false) => None,
                (true, true) => Some("one of its alternatives is a password".to_owned()),
                (false, _) => Some("its alternatives differ".to_owned()),
            }
        }
        _ => Some("it is another kind of type".to_owned()),
    }
}

/// Whether two schemas, as JSON text, have the same limits. The types of properties are those of the fields, and a
/// schema may leave them out.
fn same_limits(one: Option<&str>, two: Option<&str>) -> bool {
    let limits = |text: Option<&str>| {
        let mut schema: Value = serde_json::from_str(text.unwrap_or("{}")).unwrap_or_default();
        remove_types(&mut schema);
        schema
    };
    one == two || limits(one) == limits(two)
}

/// Removes the properties that have only a type.
fn remove_types(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            if let Some(Value::Object(properties)) = keywords.get_mut("properties") {
                let is_type = |schema: &Value| schema.as_object().is_some_and(|all| all.keys().eq(["type"]));
                properties.retain(|_, schema| !is_type(schema));
            }
            keywords.values_mut().for_each(remove_types);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_types),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn variant_key(variant: &StringVariant) -> (String, String) {
    (variant.name.to_string(), variant.wire.as_str().to_owned())
}

/// How two fields of the same property differ. `same_form`: requests of both clients contain the type, or those of
/// none.
fn field_difference(one: &Field, two: &Field, same_form: bool, uses: &mut Uses) -> Option<String> {
    let name = one.wire.as_str();
    let difference = if one.name != two.name {
        "has another name in Rust"
    } else if has_secret(&one.ty) {
        "is a password"
    } else if !same_type(&one.ty, &two.ty, &format!("its property `{name}`"), uses) {
        "has another type"
    } else if (one.required, one.nullable) != (two.required, two.nullable) {
        "is required or nullable in one client only"
    } else if (one.read_only, one.write_only) != (two.read_only, two.write_only) {
        "is read-only or write-only in one client only"
    } else if same_form && one.codec.is_required() && one.constant != two.constant {
        "has another constant"
    } else if same_form && (one.codec, one.required_in_requests) != (two.codec, two.required_in_requests) {
        "is serialized in another way"
    } else {
        return None;
    };
    Some(format!("its property `{name}` {difference}"))
}

fn has_secret(ty: &Type) -> bool {
    *ty.innermost() == Type::Secret
}

/// Whether two types are equal if the named types in them are, which are added to `uses`.
fn same_type(one: &Type, two: &Type, place: &str, uses: &mut Uses) -> bool {
    match (one, two) {
        (Type::Boxed(one), two) => same_type(one, two, place, uses),
        (one, Type::Boxed(two)) => same_type(one, two, place, uses),
        (Type::List(one), Type::List(two))
        | (Type::Map(one), Type::Map(two))
        | (Type::Option(one), Type::Option(two)) => same_type(one, two, place, uses),
        (Type::Shared(one), Type::Shared(two)) => {
            uses.push((place.to_owned(), (one.clone(), two.clone())));
            true
        }
        _ => one == two,
    }
}

#[cfg(test)]
mod tests {
    use super::same_limits;

    #[test]
    fn types_of_properties_are_no_limits() {
        let full = r#"{"type":"object","properties":{"a":{"type":"integer"},"b":{"maxLength":3}},"required":["a"]}"#;
        let short = r#"{"type":"object","properties":{"b":{"maxLength":3}},"required":["a"]}"#;
        assert!(same_limits(Some(full), Some(short)) && same_limits(None, None));
        assert!(!same_limits(Some(full), Some(&short.replace('3', "4"))) && !same_limits(Some(full), None));
    }
}
