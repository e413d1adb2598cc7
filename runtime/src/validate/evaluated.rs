//! [`Evaluated`]: the properties and items of a value that a schema describes (JSON Schema 2020-12 Core, section 11).
//! [`Evaluator`]: what keywords with schemas call.

use std::collections::BTreeSet;

use super::{json_tree::JsonTree, violations::Violations};

/// What keywords have evaluated, for `unevaluatedProperties` and `unevaluatedItems`.
#[derive(Debug, Default)]
pub(super) struct Evaluated {
    /// The names of the properties.
    pub(super) properties: BTreeSet<String>,
    /// The indexes of the items.
    pub(super) items: BTreeSet<usize>,
}

impl Evaluated {
    /// Adds what another schema of the same value has evaluated.
    pub(super) fn extend(&mut self, other: Self) {
        self.properties.extend(other.properties);
        self.items.extend(other.items);
    }
}

/// Why a value does not match a schema.
pub(super) struct Mismatch {
    /// The broken rules.
    pub(super) violations: Violations,
    /// What the schema describes of the value nevertheless.
    pub(super) evaluated: Evaluated,
}

/// Checks a value against a schema.
pub(super) trait Evaluator {
    /// Adds the broken rules of a value. Returns what the schema describes of it.
    fn evaluate(&mut self, schema: &JsonTree<'_>, value: &JsonTree<'_>, violations: &mut Violations) -> Evaluated;

    /// Whether a value matches a schema: what the schema describes of it, or the broken rules.
    fn attempt(&mut self, schema: &JsonTree<'_>, value: &JsonTree<'_>) -> Result<Evaluated, Mismatch> {
        let mut violations = Violations::new();
        let evaluated = self.evaluate(schema, value, &mut violations);
        match violations.finish() {
            Ok(()) => Ok(evaluated),
            Err(violations) => Err(Mismatch { violations, evaluated }),
        }
    }
}
