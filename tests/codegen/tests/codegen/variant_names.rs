//! Variants of a union that have only a type: the names of further ones of the same type say how they differ.

use codegen_tests::documents::generate_text;
use wireright_codegen::model::TypeKind;

/// The names of the variants of a union.
fn names(variants: &str) -> Vec<String> {
    let generation = generate_text(&format!(
        "openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n    \
         Union: {{ oneOf: [{variants}] }}\n    Pet: {{ type: object, properties: {{ id: {{ type: string }} }} }}\n"
    ));
    let types = &generation.model.expect("the document is valid").services[0].types;
    let union = types.iter().find(|definition| definition.name.as_str() == "Union").expect("a union");
    let TypeKind::Union(union) = &union.kind else { panic!("{:?}", union.kind) };
    union.variants.iter().map(|variant| variant.name.to_string()).collect()
}

#[test]
fn scalars_differ_by_their_format_or_limits() {
    for (variants, expected) in [
        (
            "{ type: integer, format: uint64, minimum: 0 }, { type: integer, format: int64 }, { type: string }",
            ["Integer", "IntegerInt64", "String"],
        ),
        (
            "{ type: integer, format: int32 }, { type: integer, minimum: -5 }, { type: string }",
            ["Integer", "IntegerFromMinus5", "String"],
        ),
        ("{ type: integer, format: int32 }, { type: integer }, { type: string }", ["Integer", "AnyInteger", "String"]),
        ("{ type: number, format: float }, { type: number }, { type: string }", ["Number", "AnyNumber", "String"]),
        (
            "{ type: string, enum: [none] }, { type: string, pattern: '^[0-9]+$' }, { type: boolean }",
            ["String", "StringWithPattern", "Boolean"],
        ),
        (
            "{ type: integer }, { type: string, enum: [a, b] }, { type: string, pattern: x, format: int32 }",
            ["Integer", "String", "StringInt32"],
        ),
    ] {
        assert_eq!(names(variants), expected, "{variants}");
    }
}

#[test]
fn lists_and_maps_differ_by_their_items() {
    let variants = "{ type: array, items: { type: string } }, \
                    { type: array, items: { oneOf: [{ type: integer }, { type: boolean }] } }, \
                    { type: array, items: { allOf: [{ $ref: '#/components/schemas/Pet' }, \
                    { properties: { x: { type: string } } }] } }, \
                    { type: array, items: { $ref: '#/components/schemas/Pet' } }";
    assert_eq!(names(variants), ["List", "ListOfValues", "ListOfObjects", "PetList"]);
    let variants = "{ type: object, additionalProperties: { type: string } }, \
                    { type: object, additionalProperties: { type: integer } }, \
                    { type: object, additionalProperties: { $ref: '#/components/schemas/Pet' } }";
    assert_eq!(names(variants), ["Map", "MapOfIntegers", "PetMap"]);
}

#[test]
fn objects_differ_by_a_required_property_that_earlier_ones_do_not_have() {
    let variants = "{ type: object, properties: { id: {}, data: {} }, required: [data] }, \
                    { type: object, properties: { a: {}, data: {}, meta: {} }, required: [data, meta] }, \
                    { type: object, properties: { b: {}, meta: {} }, required: [meta] }";
    assert_eq!(names(variants), ["Object", "ObjectWithMeta", "ObjectWithB"]);
    // Both have the same property.
    let variants = "{ title: TOTAL, type: object, properties: { issue: { type: string } } }, \
                    { title: TOTAL, type: object, properties: { issue: { type: integer } } }";
    assert_eq!(names(variants), ["Total", "Total2"]);
}

#[test]
fn objects_are_named_after_the_constant_that_tells_them_apart() {
    let object = |constants: &[(&str, &str)]| {
        let properties = constants.iter().map(|(name, value)| format!("{name}: {{ type: string, const: {value} }}"));
        format!("{{ type: object, properties: {{ {} }} }}", properties.collect::<Vec<_>>().join(", "))
    };
    let events = ["user.created", "user.deleted", "group.created"];
    let variants: Vec<String> = events.iter().map(|event| object(&[("object", "event"), ("event", event)])).collect();
    assert_eq!(names(&variants.join(", ")), ["UserCreated", "UserDeleted", "GroupCreated"]);
    // The first of several that tell it apart, and the best if none does.
    let variants = [
        object(&[("kind", "oauth"), ("object", "app")]),
        object(&[("kind", "m2m"), ("object", "app")]),
        object(&[("kind", "oauth"), ("object", "app"), ("party", "third")]),
        object(&[("kind", "key"), ("object", "secret")]),
    ];
    assert_eq!(names(&variants.join(", ")), ["Oauth", "M2m", "Third", "Key"]);
}

#[test]
fn the_constant_of_the_discriminator_comes_before_others() {
    let variants = "{ type: object, properties: { id: { const: one }, kind: { const: cat } } }, \
                    { type: object, properties: { id: { const: two }, kind: { const: dog } } }";
    assert_eq!(names(&format!("{variants}], discriminator: {{ propertyName: kind }}, x-rest: [")), ["Cat", "Dog"]);
}

#[test]
fn variants_do_not_repeat_the_name_of_the_union() {
    let titled = |titles: &[&str]| {
        let objects =
            titles.iter().map(|title| format!("{{ type: object, title: {title}, properties: {{ {title}: {{}} }} }}"));
        names(&objects.collect::<Vec<_>>().join(", "))
    };
    assert_eq!(titled(&["UnionOfCats", "DogUnion", "Bird"]), ["OfCats", "Dog", "Bird"]);
    // Each stays as it is if both would be equal.
    assert_eq!(titled(&["UnionCat", "CatUnion", "UnionDog"]), ["UnionCat", "CatUnion", "Dog"]);
    assert_eq!(titled(&["UnionCat", "Cat", "Union"]), ["UnionCat", "Cat", "Union"]);
}
