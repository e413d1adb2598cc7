//! [`Walk`]: the state between two pages. No I/O.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use http::{HeaderMap, HeaderName};

use super::{
    CursorSource, PageParameter, PageStep, Pagination,
    links::{next_link, resolve},
};
use crate::{
    RawResponse, Request,
    endpoint::Endpoint,
    json::{JsonKind, RawValue, elements, pointer, text_of},
    request::Target,
};

/// State between two pages.
pub(crate) struct Walk {
    pagination: &'static Pagination,
    /// Number of items so far, or the page number; `None` before the first page.
    position: Option<u64>,
    /// Cursors and addresses of the previous pages.
    seen: BTreeSet<String>,
    /// Hash of the previous page, for steps that no response confirms.
    page: Option<u64>,
}

/// A page.
pub(crate) struct Page<'p> {
    pub(crate) headers: &'p HeaderMap,
    pub(crate) body: &'p [u8],
    /// Target of its request.
    pub(crate) from: &'p Target,
    pub(crate) at: &'p Endpoint,
}

impl Walk {
    pub(crate) fn new(pagination: &'static Pagination) -> Self {
        Self { pagination, position: None, seen: BTreeSet::new(), page: None }
    }

    /// Request for the next page; `None` after the last page. `request` is that of this page. The error completes
    /// "the response's body …".
    pub(crate) fn next(&mut self, request: Request, page: &Page<'_>) -> Result<Option<Request>, String> {
        let text = RawResponse::new(200, page.headers, page.body).json_text();
        let at = |path: &str| pointer(&text, path);
        if self.pagination.more.and_then(at).is_some_and(|more| more.get() == "false") {
            return Ok(None);
        }
        match &self.pagination.step {
            PageStep::Cursor { parameter, source } => {
                let Some(cursor) = self.cursor(*source, &text, page.headers)? else { return Ok(None) };
                self.check_new(&cursor)?;
                set_parameter(request, *parameter, &cursor).map(Some)
            }
            PageStep::Offset { parameter, total } => {
                let count = self.count(&text)?;
                let before = self.position.or_else(|| start_position(&request, *parameter)).unwrap_or(0);
                let position = before.saturating_add(count);
                let is_last = count == 0 || total.and_then(at).and_then(number).is_some_and(|total| position >= total);
                self.advance(is_last, position, &text)?;
                if is_last { Ok(None) } else { set_parameter(request, *parameter, &position.to_string()).map(Some) }
            }
            PageStep::Page { parameter, first, pages } => {
                let count = self.count(&text)?;
                let now = self.position.or_else(|| start_position(&request, *parameter)).unwrap_or(*first);
                let after_last = pages.and_then(at).and_then(number).map(|pages| first.saturating_add(pages));
                let next = now.saturating_add(1);
                let is_last = count == 0 || after_last.is_some_and(|end| next >= end);
                self.advance(is_last, next, &text)?;
                if is_last { Ok(None) } else { set_parameter(request, *parameter, &next.to_string()).map(Some) }
            }
            PageStep::Link => self.follow(request, next_link(page.headers), page),
            PageStep::Next { pointer } => self.follow(request, at(pointer).and_then(present), page),
        }
    }

    fn follow(
        &mut self,
        mut request: Request,
        reference: Option<String>,
        page: &Page<'_>,
    ) -> Result<Option<Request>, String> {
        let Some(reference) = reference else { return Ok(None) };
        let target = resolve(&reference, page.from, page.at)?;
        self.check_new(&format!("{}?{}", target.path, target.query))?;
        request.target = Some(target);
        Ok(Some(request))
    }

    fn cursor(&self, source: CursorSource, text: &str, headers: &HeaderMap) -> Result<Option<String>, String> {
        match source {
            CursorSource::Body(path) => Ok(pointer(text, path).and_then(present)),
            CursorSource::Header(name) => {
                let Some(value) = headers.get(name) else { return Ok(None) };
                let value = std::str::from_utf8(value.as_bytes());
                let value =
                    value.map_err(|_| format!("has the next page in the header `{name}`, which is not UTF-8"))?;
                Ok(Some(value.trim()).filter(|value| !value.is_empty()).map(str::to_owned))
            }
            CursorSource::LastItem(path) => match self.items(text)?.last() {
                None => Ok(None),
                Some(last) => pointer(last.get(), path)
                    .and_then(present)
                    .map(Some)
                    .ok_or_else(|| format!("has a last item without a string or number at `{path}` for the next page")),
            },
        }
    }

    /// Items of a page. A missing or null list is empty.
    fn items<'j>(&self, text: &'j str) -> Result<Vec<&'j RawValue>, String> {
        let path = self.pagination.items.unwrap_or_default();
        match pointer(text, path) {
            None => Ok(Vec::new()),
            Some(value) if JsonKind::of(value) == JsonKind::Null => Ok(Vec::new()),
            Some(value) => elements(value.get()).ok_or_else(|| format!("has no list of items at `{path}`")),
        }
    }

    fn count(&self, text: &str) -> Result<u64, String> {
        Ok(u64::try_from(self.items(text)?.len()).unwrap_or(u64::MAX))
    }

    /// Moves to a position. The same page twice is an error: the service ignores the parameter.
    fn advance(&mut self, is_last: bool, position: u64, text: &str) -> Result<(), String> {
        self.position = Some(position);
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let before = self.page.replace(hasher.finish());
        if !is_last && before == self.page {
            return Err("is the same as that of the previous page, so the pages would not end".to_owned());
        }
        Ok(())
    }

    /// Rejects a cursor or an address of a previous page.
    fn check_new(&mut self, step: &str) -> Result<(), String> {
        if self.seen.insert(step.to_owned()) {
            return Ok(());
        }
        Err("leads to a previous page, so the pages would not end".to_owned())
    }
}

/// A string that is not empty, or a number as written.
fn present(value: &RawValue) -> Option<String> {
    match JsonKind::of(value) {
        JsonKind::String | JsonKind::Number => Some(text_of(value)).filter(|text| !text.is_empty()),
        _ => None,
    }
}

fn number(value: &RawValue) -> Option<u64> {
    text_of(value).parse().ok()
}

/// Start position of the caller.
fn start_position(request: &Request, parameter: PageParameter) -> Option<u64> {
    match parameter {
        PageParameter::Query(name) => request.query.value(name)?.parse().ok(),
        PageParameter::Header(name) => request.headers.get(name)?.to_str().ok()?.parse().ok(),
    }
}

/// Sets the parameter.
fn set_parameter(mut request: Request, parameter: PageParameter, value: &str) -> Result<Request, String> {
    match parameter {
        PageParameter::Query(name) => request.query.replace(name, value),
        PageParameter::Header(name) => {
            let name = HeaderName::from_bytes(name.as_bytes()).ok();
            let value = value.parse().ok();
            let (name, value) = name.zip(value).ok_or("has a cursor that is not a valid header value")?;
            request.headers.insert(name, value);
        }
    }
    Ok(request)
}
