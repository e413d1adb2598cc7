//! How a JSON body is written: [`JsonObject`] member by member, or any other value at once ([`Written::of`]).

use serde::Serialize;
use zeroize::Zeroizing;

use super::wiped::WipedBuffer;
use crate::{InvalidRequest, Secret, secret::witness};

/// A JSON object whose members are values of their own, written compactly and in the order in which they are given.
///
/// Its buffer is wiped when it is dropped, since a member may be a [`Secret`].
#[derive(Clone, Default)]
pub(super) struct JsonObject {
    written: Written,
}

impl JsonObject {
    /// Adds a member; `None` is left out.
    pub(super) fn member<T: Serialize>(mut self, name: &'static str, value: Option<&T>) -> Self {
        if let Some(value) = value {
            self.written.raw(if self.written.buffer.is_empty() { b"{" } else { b"," });
            self.written.value(name);
            self.written.raw(b":");
            self.written.value(value);
        }
        self
    }

    /// The whole object.
    pub(super) fn written(self) -> Written {
        let mut written = self.written;
        written.raw(if written.buffer.is_empty() { b"{}" } else { b"}" });
        written
    }
}

/// JSON text so far, the secrets in it, and the first thing that could not be written.
#[derive(Clone, Default)]
pub(super) struct Written {
    buffer: WipedBuffer,
    secrets: Vec<Secret>,
    problem: Option<String>,
}

impl Written {
    /// A value at once.
    pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        let mut written = Self::default();
        written.value(value);
        written
    }

    /// The text and its secrets, or why there is none.
    pub(super) fn finish(self) -> Result<(Zeroizing<Vec<u8>>, Vec<Secret>), InvalidRequest> {
        match self.problem {
            None => Ok((self.buffer.into_inner(), self.secrets)),
            Some(problem) => Err(InvalidRequest::Body { problem: format!("cannot be written as JSON: {problem}") }),
        }
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.buffer.extend(bytes);
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        let (result, secrets) = witness(|| serde_json::to_writer(&mut self.buffer, value));
        self.secrets.extend(secrets);
        if let Err(error) = result {
            self.problem.get_or_insert_with(|| error.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn text(object: JsonObject) -> String {
        String::from_utf8(object.written().finish().unwrap().0.to_vec()).unwrap()
    }

    #[test]
    fn members_keep_their_order_and_none_is_left_out() {
        let object = JsonObject::default().member("z", Some(&1)).member("b", None::<&u8>).member("a\"", Some(&"é"));
        assert_eq!(text(object), r#"{"z":1,"a\"":"é"}"#);
        assert_eq!(text(JsonObject::default().member("a", None::<&u8>)), "{}");
    }

    #[test]
    fn secrets_are_noticed_at_any_depth() {
        let object = JsonObject::default().member("list", Some(&vec![Secret::new("hunter2")]));
        let (bytes, secrets) = object.written().finish().unwrap();
        assert_eq!(bytes.as_slice(), br#"{"list":["hunter2"]}"#);
        assert_eq!(secrets, [Secret::new("hunter2")]);
    }

    #[test]
    fn what_cannot_be_json_is_refused() {
        let map = BTreeMap::from([((1, 2), 3)]);
        assert!(Written::of(&map).finish().is_err());
        assert!(JsonObject::default().member("map", Some(&map)).written().finish().is_err());
    }
}
