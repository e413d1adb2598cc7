//! Parameters of an operation: which are new, gone, renamed, required, or serialized in another way.

use super::{BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED, operations::OperationNode, rename};
use crate::{
    change::Direction,
    document::{Documents, Node, Schema, short},
    rules,
};

/// Styles of query parameters that differ only for lists and objects.
const LIST_STYLES: [&str; 4] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/// A parameter of an operation.
#[derive(Clone)]
struct Parameter<'d> {
    /// Where the operation names it: maybe a reference.
    place: Node<'d>,
    node: Node<'d>,
    location: &'d str,
    name: &'d str,
    /// The position in the path, for a path parameter.
    position: Option<usize>,
}

/// The parameters of an operation. Those of the operation replace those of the path.
fn parameters<'d>(documents: &'d Documents, operation: &OperationNode<'d>) -> Vec<Parameter<'d>> {
    let mut all: Vec<Parameter<'d>> = Vec::new();
    let lists = [operation.node.get("parameters"), operation.item.get("parameters")];
    for place in lists.iter().flatten().flat_map(Node::items) {
        let (node, _) = documents.resolve(&place);
        let (Some(location), Some(name)) = (node.text("in"), node.text("name")) else { continue };
        let same = |known: &Parameter<'d>| known.location == location && same_name(location, known.name, name);
        if !all.iter().any(same) {
            let position = (location == "path").then(|| operation.name.find(&format!("{{{name}}}"))).flatten();
            let position = position.map(|at| operation.name[..at].matches('{').count());
            all.push(Parameter { place, node, location, name, position });
        }
    }
    all
}

/// Names of headers are the same in any case.
fn same_name(location: &str, one: &str, other: &str) -> bool {
    if location == "header" { one.eq_ignore_ascii_case(other) } else { one == other }
}

impl<'d> Comparison<'d> {
    pub(super) fn parameters(&mut self, old: &OperationNode<'d>, new: &OperationNode<'d>) {
        let (before, after) = (parameters(self.old, old), parameters(self.new, new));
        let counterpart = |parameter: &Parameter<'d>, others: &[Parameter<'d>]| {
            let is_same = |other: &&Parameter<'d>| {
                other.location == parameter.location
                    && (same_name(parameter.location, parameter.name, other.name)
                        || (parameter.position.is_some() && parameter.position == other.position))
            };
            others.iter().find(is_same).cloned()
        };
        let mut removed: Vec<&Parameter<'d>> = Vec::new();
        for parameter in &before {
            match counterpart(parameter, &after) {
                Some(same) => self.parameter(parameter, &same),
                None => removed.push(parameter),
            }
        }
        let mut added: Vec<&Parameter<'d>> =
            after.iter().filter(|parameter| counterpart(parameter, &before).is_none()).collect();
        removed.retain(|parameter| {
            let same = added.iter().position(|other| is_renamed(parameter, other));
            same.map(|index| self.parameter_renamed(parameter, added.remove(index))).is_none()
        });
        for parameter in removed {
            let verdict = match parameter.location {
                "path" => (BREAKS, "clients send to the old path"),
                _ => (MAY_BREAK, "clients still send it: the service may ignore or reject it"),
            };
            let places = NodePair::removed(&parameter.place);
            self.report(&rules::PARAMETER_REMOVED, places, Direction::REQUEST, "removed", verdict);
        }
        for parameter in added {
            self.parameter_added(parameter);
        }
        self.order(&before, &after, old, new);
    }

    fn parameter_added(&mut self, parameter: &Parameter<'d>) {
        let places = NodePair::added(&parameter.place);
        let schema = parameter.node.get("schema").map(|schema| Schema::new(self.new, &schema));
        let default = schema.as_ref().and_then(|schema| schema.get("default"));
        let (summary, verdict) = match (parameter.node.flag("required"), default) {
            (true, _) if parameter.location == "path" => {
                ("added, required".to_owned(), (BREAKS, "clients send to the old path"))
            }
            (true, Some(default)) => {
                let summary = format!("added, required, with default `{}`", short(default.value));
                (summary, (BREAKS, "clients do not send it, and a required parameter has no use for a default"))
            }
            (true, None) => ("added, required".to_owned(), (BREAKS, "clients do not send it")),
            (false, Some(default)) => {
                let summary = format!("added, optional, with default `{}`", short(default.value));
                (summary, (UNAFFECTED, "clients need not send it"))
            }
            (false, None) => ("added, optional".to_owned(), (UNAFFECTED, "clients need not send it")),
        };
        self.report(&rules::PARAMETER_ADDED, places, Direction::REQUEST, summary, verdict);
    }

    fn parameter_renamed(&mut self, old: &Parameter<'d>, new: &Parameter<'d>) {
        let verdict = match old.location {
            "path" => (UNAFFECTED, "names of path parameters are not sent"),
            location if same_name(location, old.name, new.name) => (UNAFFECTED, "the case of a header has no meaning"),
            _ if old.node.flag("required") => (BREAKS, "clients send the old name, and the new one is required"),
            _ => (MAY_BREAK, "clients send the old name: the service may ignore or reject it"),
        };
        let summary = format!("renamed from `{}` to `{}`", old.name, new.name);
        let places = NodePair::both(&old.place, &new.place);
        let draft = self.report(&rules::PARAMETER_RENAMED, places, Direction::REQUEST, summary, verdict);
        draft.rename = Some(rename(old.name, new.name));
        draft.only_with_rust = same_name(old.location, old.name, new.name);
        self.parameter_contents(old, new);
    }

    fn parameter(&mut self, old: &Parameter<'d>, new: &Parameter<'d>) {
        // Its name differs: in the path, or in the case of a header.
        if old.name != new.name {
            self.parameter_renamed(old, new);
            return;
        }
        self.parameter_contents(old, new);
    }

    fn parameter_contents(&mut self, old: &Parameter<'d>, new: &Parameter<'d>) {
        let places = NodePair::both(&old.node, &new.node);
        let keyword = |key: &str| (old.node.get(key), new.node.get(key));
        match (old.node.flag("required"), new.node.flag("required")) {
            (false, true) if old.location != "path" => {
                let verdict = (BREAKS, "clients that leave it out are rejected");
                self.report(&rules::PARAMETER_REQUIRED, places, Direction::REQUEST, "became required", verdict);
            }
            (true, false) if old.location != "path" => {
                let verdict = (UNAFFECTED, "clients that send it are still accepted");
                self.report(&rules::PARAMETER_REQUIRED, places, Direction::REQUEST, "became optional", verdict);
            }
            _ => {}
        }
        if old.node.value != new.node.value {
            self.lifecycle(&old.node, &new.node);
            self.extensions(&old.node, &new.node);
            for key in ["style", "explode", "allowReserved", "allowEmptyValue"] {
                let effective = |node: &Node<'d>| encoding(node, old.location, key);
                let (before, after) = (effective(&old.node), effective(&new.node));
                // The default of `explode` depends on the style.
                let follows = key == "explode"
                    && encoding(&old.node, old.location, "style") != encoding(&new.node, new.location, "style");
                // One value is written in the same way, and becomes several with its type.
                let is_single = match key {
                    "explode" => true,
                    "style" => [&before, &after].iter().all(|style| LIST_STYLES.contains(&style.as_str())),
                    _ => false,
                };
                if before != after && !follows && !(is_single && self.is_single(old, new)) {
                    let summary = format!("`{key}`: `{before}` → `{after}`");
                    let verdict = match key {
                        "allowEmptyValue" | "allowReserved" if after == "true" => {
                            (UNAFFECTED, "what clients send is valid")
                        }
                        "allowEmptyValue" => (MAY_BREAK, "an empty value is no longer valid"),
                        _ => (BREAKS, "clients serialize it in the old way"),
                    };
                    self.report(&rules::PARAMETER_ENCODING, places, Direction::REQUEST, summary, verdict);
                }
            }
            let media_type = |node: Option<&Node<'d>>| node.and_then(|node| node.entries().next()).map(|(key, _)| key);
            let (before, after) = keyword("content");
            let (before, after) = (media_type(before.as_ref()), media_type(after.as_ref()));
            if before != after {
                let text = |media_type: Option<&str>| media_type.unwrap_or("no media type").to_owned();
                let summary = format!("serialized as `{}` instead of `{}`", text(after), text(before));
                let verdict = (BREAKS, "clients serialize it in the old way");
                self.report(&rules::PARAMETER_ENCODING, places, Direction::REQUEST, summary, verdict);
            }
        }
        let schema = |node: &Node<'d>| {
            node.get("schema").or_else(|| node.get("content")?.entries().next().and_then(|(_, it)| it.get("schema")))
        };
        if let (Some(before), Some(after)) = (schema(&old.node), schema(&new.node))
            && !self.list(old, new, (&before, &after))
        {
            self.pairs.add(before, after, Direction::REQUEST);
        }
    }

    /// One value that became a list of it, or a list that became one value: both are sent in the same way.
    fn list(&mut self, old: &Parameter<'d>, new: &Parameter<'d>, (before, after): (&Node<'d>, &Node<'d>)) -> bool {
        let (one, other) = (Schema::new(self.old, before), Schema::new(self.new, after));
        let is_scalar = |schema: &Schema<'d>| {
            let types = schema.types();
            !types.is_empty() && !types.contains("array") && !types.contains("object")
        };
        let items = |schema: &Schema<'d>| schema.get("items").filter(|_| schema.types().contains("array"));
        let is_exploded =
            |parameter: &Parameter<'d>| encoding(&parameter.node, parameter.location, "explode") == "true";
        let (pair, verdict) = match (items(&one), items(&other)) {
            (None, Some(items)) if is_scalar(&one) => {
                let verdict = match is_exploded(new) && new.location == "query" {
                    true => (UNAFFECTED, "a value is a list of one"),
                    false => (MAY_BREAK, "a value that has the separator is several now"),
                };
                ((before.clone(), items), verdict)
            }
            (Some(items), None) if is_scalar(&other) && !is_exploded(old) => {
                ((items, after.clone()), (MAY_BREAK, "clients send values with a separator"))
            }
            _ => return false,
        };
        let text = |schema: &Schema<'d>| schema.types().into_iter().collect::<Vec<_>>().join(" or ");
        let summary = format!("type: {} → {}", text(&one), text(&other));
        let place = |schema: &Schema<'d>| schema.get("type").unwrap_or_else(|| schema.node.clone());
        let (one, other) = (place(&one), place(&other));
        self.report(&rules::TYPE_CHANGED, NodePair::both(&one, &other), Direction::REQUEST, summary, verdict);
        self.pairs.add(pair.0, pair.1, Direction::REQUEST);
        true
    }

    /// Whether one of the parameters has one value: no array and no object.
    fn is_single(&self, old: &Parameter<'d>, new: &Parameter<'d>) -> bool {
        let is_single = |documents: &'d Documents, parameter: &Parameter<'d>| {
            let schema = parameter.node.get("schema").map(|schema| Schema::new(documents, &schema));
            schema.is_some_and(|schema| {
                let types = schema.types();
                !types.is_empty() && !types.contains("array") && !types.contains("object")
            })
        };
        is_single(self.old, old) || is_single(self.new, new)
    }

    /// The order of required parameters: it is the order of the const parameters of the request type.
    fn order(
        &mut self,
        before: &[Parameter<'d>],
        after: &[Parameter<'d>],
        old: &OperationNode<'d>,
        new: &OperationNode<'d>,
    ) {
        let required = |all: &[Parameter<'d>]| -> Vec<String> {
            all.iter()
                .filter(|one| one.node.flag("required"))
                .map(|one| format!("{} {}", one.location, one.name))
                .collect()
        };
        let (before, after) = (required(before), required(after));
        let (mut one, mut other) = (before.clone(), after.clone());
        one.sort();
        other.sort();
        if one == other && before != after {
            let places = NodePair::both(&old.node, &new.node);
            let verdict = (UNAFFECTED, "the order of parameters is not sent");
            let summary = "the required parameters have another order";
            self.report(&rules::PARAMETER_ORDER, places, Direction::NONE, summary, verdict).only_with_rust = true;
        }
    }
}

/// Whether the parameters differ only in their names.
fn is_renamed<'d>(old: &Parameter<'d>, new: &Parameter<'d>) -> bool {
    let schema = |parameter: &Parameter<'d>| parameter.node.get("schema").map(|schema| schema.value);
    old.location == new.location
        && old.node.flag("required") == new.node.flag("required")
        && schema(old).is_some()
        && schema(old) == schema(new)
}

/// The value of a keyword of the serialization, with its default. OpenAPI 3.0.3, "Parameter Object".
fn encoding(node: &Node<'_>, location: &str, key: &str) -> String {
    let default_style = if matches!(location, "query" | "cookie") { "form" } else { "simple" };
    let style = node.text("style").unwrap_or(default_style);
    match key {
        "style" => style.to_owned(),
        "explode" => {
            let default = matches!(style, "form" | "cookie");
            node.get("explode").map_or(default.to_string(), |flag| short(flag.value))
        }
        _ => node.flag(key).to_string(),
    }
}
