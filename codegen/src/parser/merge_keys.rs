//! Merge keys of YAML 1.1: `<<: *shared` adds the properties of another object. The properties beside it take
//! precedence, and so does the first of several objects.

use crate::source::{Object, Value};

/// The merge key.
pub(super) const MERGE_KEY: &str = "<<";

/// Replaces every merge key by the properties of its objects. A merge key with another value stays as it is.
pub(super) fn apply(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(apply),
        Value::Object(object) => {
            object.values_mut().for_each(apply);
            merge(object);
        }
        _ => {}
    }
}

/// Merges the objects of the merge key of one object.
fn merge(object: &mut Object) {
    let is_object = |value: &Value| matches!(value, Value::Object(_));
    let added: Vec<Value> = match object.get_mut(MERGE_KEY) {
        Some(shared @ Value::Object(_)) => vec![std::mem::replace(shared, Value::Null)],
        Some(Value::Array(items)) if items.iter().all(is_object) => std::mem::take(items),
        _ => return,
    };
    object.retain(|key| key != MERGE_KEY);
    for shared in added {
        let Value::Object(shared) = shared else { continue };
        for (key, value) in shared {
            object.insert(key, value);
        }
    }
}
