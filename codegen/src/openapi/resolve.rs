//! Resolution of references: `$ref`, `$dynamicRef` and `$recursiveRef`, in all documents of a run.
//!
//! A reference may lead to a component, into another operation, or into another file. [`DocumentSet::resolve`] follows
//! a chain of references to its end, `resolve_once` one step of it. Chains are bounded.

use super::{
    document_set::DocumentSet,
    identifiers,
    node::{Node, NodeId},
    reference::{RefKind, Reference},
};
use crate::{
    diagnostic::{Code, Diagnostics, Tolerance, suggest},
    parser::file_references,
    source::{FileId, Location, NodePart, Pointer, Value},
};

/// The depth of a component name in a pointer: `/components/schemas/Pet`.
const COMPONENT_DEPTH: usize = 2;

/// The maximum number of references in a chain. A longer chain is cyclic.
const MAX_CHAIN: usize = 100;

/// The maximum nesting of references inside of the paths of others.
const MAX_INTERMEDIATE_DEPTH: usize = 40;

/// The maximum number of references inside of paths for one resolution.
const MAX_INTERMEDIATE: usize = 1000;

impl DocumentSet {
    /// The target of a reference, through any number of references. Reports a missing target.
    pub(crate) fn resolve(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<Node<'_>> {
        let mut target = reference.clone();
        for _ in 0..MAX_CHAIN {
            let node = self.resolve_once(&target, diagnostics)?;
            match Reference::alone(&node) {
                Some(next) => target = next,
                None => return Some(node),
            }
        }
        let at = self.first_of_cycle(target);
        diagnostics.report(Code::CyclicReference, &at, "cyclic reference: it leads back to itself");
        None
    }

    /// The first location of a cycle of references, the same for each reference that leads to the cycle.
    fn first_of_cycle(&self, start: Reference) -> Location {
        let (mut first, mut target) = (start.at.clone(), start);
        for _ in 0..MAX_CHAIN {
            let node = self.resolve_once(&target, &mut Diagnostics::default());
            let Some(next) = node.as_ref().and_then(Reference::alone) else { break };
            if (next.at.file, &next.at.pointer) < (first.file, &first.pointer) {
                first = next.at.clone();
            }
            target = next;
        }
        first
    }

    /// The direct target of a reference, which may be a reference again.
    fn resolve_once(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<Node<'_>> {
        match reference.kind {
            RefKind::Static => {}
            RefKind::Direct => return self.at(&reference.at),
            RefKind::Recursive => return self.recursive(reference, diagnostics),
            RefKind::Dynamic => self.check_dynamic(reference, diagnostics)?,
        }
        let (path, fragment) = reference.target.split_once('#').unwrap_or((&reference.target, ""));
        let (file, within) = self.resource(path, reference, diagnostics)?;
        let fragment = file_references::percent_decode(fragment).unwrap_or_else(|| fragment.to_owned());
        let Some(pointer) = Pointer::parse(&fragment) else {
            return self.anchor(&(file, within), &fragment, reference, diagnostics);
        };
        if fragment == "/" && self.root(file).is_some_and(|root| root.get("").is_none()) {
            let message = format!("unknown value: `{}` ends with a property without a name", reference.target);
            let problem = diagnostics.report_as(Code::DanglingReference, Tolerance::WorkAround, &reference.at, message);
            problem.help("remove `#/` to refer to the whole file").fallback("the whole file is used");
            return self.root(file);
        }
        // Inside a schema with `$id`, a pointer starts at that schema. Most authors expect the root of the document.
        let inner = (!within.is_root()).then(|| Pointer::parse(&format!("{within}{pointer}"))).flatten();
        let inner = inner.and_then(|inner| self.walk(file, &inner, reference, &mut Diagnostics::default()));
        inner.or_else(|| self.walk(file, &pointer, reference, diagnostics))
    }

    /// The document or schema with `$id` that the path of a reference leads to.
    fn resource(&self, path: &str, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<NodeId> {
        let within = self.identifiers().enclosing(&reference.at);
        if path.is_empty() {
            return Some(within);
        }
        if let Some(known) = self.identifiers().resource(&within, path) {
            return Some(known.clone());
        }
        if file_references::is_remote(path) {
            let message = format!("unsupported reference: `{path}` is not a local file");
            diagnostics
                .report(Code::UnsupportedReference, &reference.at, message)
                .help("save the document as a file, and refer to the file");
            return None;
        }
        let (base, _) = self.roots.get(&reference.at.file)?;
        let file = file_references::resolve_path(base, path).and_then(|path| self.file(&path));
        if let Some(file) = file {
            return Some((file, Pointer::root()));
        }
        let problem = diagnostics.report(Code::DanglingReference, &reference.at, format!("file not found: `{path}`"));
        match self.identifiers().base(&within).filter(|base| base.is_declared) {
            Some(base) => problem.help(format!(
                "the enclosing `$id` makes it `{}`, which no schema declares: refer to the schema by file and pointer",
                identifiers::join_uri(&base.uri, path)
            )),
            None => problem.help("paths are relative to the document, and stay inside of its folder"),
        };
        None
    }

    /// The schema with an `$anchor`.
    fn anchor(
        &self,
        within: &NodeId,
        name: &str,
        reference: &Reference,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node<'_>> {
        let identifiers = self.identifiers();
        if let Some(pointer) = identifiers.anchor(within, name) {
            return self.at(&Location { file: within.0, pointer: pointer.clone(), part: NodePart::Value });
        }
        let message = format!("unknown anchor `{name}`");
        let problem = diagnostics.report(Code::UnsupportedReference, &reference.at, message);
        match suggest(name, identifiers.anchor_names(within)) {
            Some(similar) => problem.help(format!("an `$anchor` with a similar name exists: `{similar}`")),
            None => problem.help("write a JSON pointer such as `#/components/schemas/Pet`, or an existing `$anchor`"),
        };
        None
    }

    /// Reports a `$dynamicRef` that several schemas can resolve. Its target depends on the path to it, a Rust type does
    /// not.
    fn check_dynamic(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<()> {
        let name = reference.target.split_once('#').map_or("", |(_, fragment)| fragment);
        if !self.identifiers().is_ambiguous(name) {
            return Some(());
        }
        let message = format!("unsupported keyword `$dynamicRef`: several schemas have the `$dynamicAnchor` `{name}`");
        diagnostics.unsupported(&reference.at, message);
        None
    }

    /// The nearest enclosing schema of a `$recursiveRef` with `$recursiveAnchor: true`.
    fn recursive(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<Node<'_>> {
        let mut pointer = reference.at.pointer.parent();
        while let Some(here) = pointer {
            let node = self.at(&Location { file: reference.at.file, pointer: here.clone(), part: NodePart::Value })?;
            if node.get("$recursiveAnchor").is_some_and(|flag| *flag.value == Value::Bool(true)) {
                return Some(node);
            }
            pointer = here.parent();
        }
        let message = "unsupported keyword `$recursiveRef`: no enclosing schema has a `$recursiveAnchor`";
        diagnostics.unsupported(&reference.at, message);
        None
    }

    fn walk(
        &self,
        file: FileId,
        pointer: &Pointer,
        reference: &Reference,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node<'_>> {
        if let Some(node) = self.at(&Location { file, pointer: pointer.clone(), part: NodePart::Value }) {
            return Some(node);
        }
        let mut node = self.root(file)?;
        for (depth, segment) in pointer.segments().enumerate() {
            // Bundlers write pointers that lead through other references.
            if let Some(through) = Reference::of(&node)
                && node.get(&segment).is_none()
            {
                node = self.resolve_intermediate(&through, diagnostics)?;
            }
            if let Some(next) = node.get(&segment) {
                node = next;
                continue;
            }
            let kind = component_kind(pointer);
            // If there are no components at all, the component is missing.
            let missing = pointer.segments().nth(depth.max(COMPONENT_DEPTH)).or_else(|| pointer.segments().last());
            let message = format!("unknown {kind} `{}`", missing.unwrap_or_default());
            let problem = diagnostics.report(Code::DanglingReference, &reference.at, message);
            match kind {
                "schema" => problem.fallback("any JSON is accepted"),
                "path item" => problem.fallback("its operations are omitted"),
                _ => problem.fallback(format!("the {kind} is omitted")),
            };
            match node.keys().and_then(|keys| suggest(&segment, keys)) {
                Some(similar) => problem.help(format!("a {kind} with a similar name exists: `{similar}`")),
                None => problem.help(format!("define the {kind}, or correct the reference")),
            };
            return None;
        }
        Some(node)
    }

    /// The target of a reference inside of the path of another. Bounds references that lead through themselves.
    fn resolve_intermediate(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<Node<'_>> {
        if self.intermediate_depth.get() == 0 {
            self.intermediate_count.set(0);
        }
        self.intermediate_count.set(self.intermediate_count.get() + 1);
        if self.intermediate_depth.get() == MAX_INTERMEDIATE_DEPTH || self.intermediate_count.get() > MAX_INTERMEDIATE {
            diagnostics.report(Code::CyclicReference, &reference.at, "cyclic reference: it leads through itself");
            return None;
        }
        self.intermediate_depth.set(self.intermediate_depth.get() + 1);
        let node = self.resolve(reference, diagnostics);
        self.intermediate_depth.set(self.intermediate_depth.get() - 1);
        node
    }
}

/// The kind of component that a pointer leads to.
fn component_kind(pointer: &Pointer) -> &'static str {
    match pointer.segments().nth(1).as_deref() {
        Some("schemas") => "schema",
        Some("parameters") => "parameter",
        Some("requestBodies") => "request body",
        Some("responses") => "response",
        Some("headers") => "header",
        Some("examples") => "example",
        Some("pathItems") => "path item",
        _ => "value",
    }
}
