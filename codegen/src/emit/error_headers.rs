//! The documented headers of failures: a struct, for which statuses it is, and how it is read.

use super::{
    answers, docs, headers,
    imports::Imports,
    layout::{Code, row},
};
use crate::{
    model::{Docs, ErrorHeaders, ErrorResponses, StatusRange, StatusSet},
    print::Item,
};

pub(super) fn items(headers: &ErrorHeaders, imports: &mut Imports) -> Vec<Item> {
    imports.runtime("documented_error_headers");
    let is_shared = headers.responses.iter().any(|at| !at.operations.is_empty());
    let what = if is_shared { "failures" } else { "a failure of this operation" };
    let words = Docs(vec![
        format!("What the service documents for the headers of {what}."),
        String::new(),
        "`error.documented_headers::<Self>()` reads them, and fails where one is not as documented. The functions read one alone.".to_owned(),
    ]);
    let (words, name) = (docs::text(&words, 4), &headers.headers.name);
    let lines = headers::lines(&headers.headers, imports);
    let documented: String = headers.responses.iter().map(documented).collect();
    let declaration =
        format!("documented_error_headers! {{\n{words}    pub struct {name} {{\n{lines}    }}\n{documented}}}\n");
    let alias = |alias| Item::Text(format!("/// The same as [`{name}`].\npub type {alias} = {name};\n"));
    std::iter::once(Item::Text(declaration)).chain(headers.aliases.iter().map(alias)).collect()
}

fn documented(at: &ErrorResponses) -> String {
    let operations = if at.operations.is_empty() {
        Code::from("OPERATION")
    } else {
        row!["super::super::", Code::branches(at.operations.iter().map(Code::from).collect())]
    };
    row!["at ", statuses(&at.statuses), " => ", operations, ","].line(4)
}

fn statuses(statuses: &StatusSet) -> Code {
    let others = (!statuses.excluded.is_empty()).then(|| row![" if not ", either(&statuses.excluded)]);
    row![either(&statuses.included), others]
}

/// Keys as alternatives of a pattern.
fn either(keys: &[StatusRange]) -> Code {
    let mut pieces = Vec::new();
    for key in keys {
        if !pieces.is_empty() {
            pieces.push(Code::from(" | "));
        }
        pieces.push(answers::statuses(*key));
    }
    Code::row(pieces)
}
