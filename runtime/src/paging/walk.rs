//! [`Walk`]: where a walk over pages stands, and what leads to the next page. No I/O.

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
    Request,
    endpoint::Endpoint,
    json::{JsonKind, RawValue, decode_lossy, elements, pointer, text_of},
    request::Target,
};

/// Where a walk over pages stands.
pub(crate) struct Walk {
    pagination: &'static Pagination,
    /// How many items came before, or the number of the page; `None` before the first page.
    position: Option<u64>,
    /// What led to a page before.
    seen: BTreeSet<String>,
    /// What the page before was, for steps that no response confirms.
    page: Option<u64>,
}

/// The response that is a page.
pub(crate) struct Page<'p> {
    pub(crate) headers: &'p HeaderMap,
    pub(crate) body: &'p [u8],
    /// Where it was asked for.
    pub(crate) from: &'p Target,
    pub(crate) at: &'p Endpoint,
}

impl Walk {
    pub(crate) fn new(pagination: &'static Pagination) -> Self {
        Self { pagination, position: None, seen: BTreeSet::new(), page: None }
    }

    /// The request for the page after this one, which `request` has brought; `None` if it is the last. The words of
    /// an error complete "the response's body …".
    pub(crate) fn next(&mut self, request: Request, page: &Page<'_>) -> Result<Option<Request>, String> {
        let text = decode_lossy(page.body);
        let at = |path: &str| pointer(&text, path);
        if self.pagination.more.and_then(at).is_some_and(|more| more.get() == "false") {
            return Ok(None);
        }
        match &self.pagination.step {
            PageStep::Cursor { parameter, source } => {
                let Some(cursor) = self.cursor(*source, &text, page.headers)? else { return Ok(None) };
                self.see(&cursor)?;
                give(request, *parameter, &cursor).map(Some)
            }
            PageStep::Offset { parameter, total } => {
                let count = self.count(&text)?;
                let before = self.position.or_else(|| given(&request, *parameter)).unwrap_or(0);
                let position = before.saturating_add(count);
                let is_last = count == 0 || total.and_then(at).and_then(number).is_some_and(|total| position >= total);
                self.advance(is_last, position, &text)?;
                if is_last { Ok(None) } else { give(request, *parameter, &position.to_string()).map(Some) }
            }
            PageStep::Page { parameter, first, pages } => {
                let count = self.count(&text)?;
                let now = self.position.or_else(|| given(&request, *parameter)).unwrap_or(*first);
                let after_last = pages.and_then(at).and_then(number).map(|pages| first.saturating_add(pages));
                let next = now.saturating_add(1);
                let is_last = count == 0 || after_last.is_some_and(|end| next >= end);
                self.advance(is_last, next, &text)?;
                if is_last { Ok(None) } else { give(request, *parameter, &next.to_string()).map(Some) }
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
        self.see(&format!("{}?{}", target.path, target.query))?;
        request.target = Some(target);
        Ok(Some(request))
    }

    fn cursor(&self, source: CursorSource, text: &str, headers: &HeaderMap) -> Result<Option<String>, String> {
        match source {
            CursorSource::Body(path) => Ok(pointer(text, path).and_then(present)),
            CursorSource::Header(name) => {
                let value = headers.get(name).and_then(|value| value.to_str().ok());
                Ok(value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned))
            }
            CursorSource::LastItem(path) => match self.items(text)?.last() {
                None => Ok(None),
                Some(last) => pointer(last.get(), path)
                    .and_then(present)
                    .map(Some)
                    .ok_or_else(|| format!("has a last item without a text or number at `{path}`, which leads on")),
            },
        }
    }

    /// The items of a page. Where there are none at all, the page has none.
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

    /// Goes to a position. A service that knows no more pages, or not the parameter, may give one page for ever.
    fn advance(&mut self, is_last: bool, position: u64, text: &str) -> Result<(), String> {
        self.position = Some(position);
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let before = self.page.replace(hasher.finish());
        if !is_last && before == self.page {
            return Err("is that of the page before, so the walk over pages would not end".to_owned());
        }
        Ok(())
    }

    /// Refuses what led to a page before.
    fn see(&mut self, leads: &str) -> Result<(), String> {
        if self.seen.insert(leads.to_owned()) {
            return Ok(());
        }
        Err("is followed by a page that came before, so the walk over pages would not end".to_owned())
    }
}

/// The text of a string that is not empty, or of a number.
fn present(value: &RawValue) -> Option<String> {
    match JsonKind::of(value) {
        JsonKind::String | JsonKind::Number => Some(text_of(value)).filter(|text| !text.is_empty()),
        _ => None,
    }
}

fn number(value: &RawValue) -> Option<u64> {
    text_of(value).parse().ok()
}

/// Where the caller has the walk begin, if they said so.
fn given(request: &Request, parameter: PageParameter) -> Option<u64> {
    match parameter {
        PageParameter::Query(name) => request.query.value(name)?.parse().ok(),
        PageParameter::Header(name) => request.headers.get(name)?.to_str().ok()?.parse().ok(),
    }
}

/// The request with another value of a parameter.
fn give(mut request: Request, parameter: PageParameter, value: &str) -> Result<Request, String> {
    match parameter {
        PageParameter::Query(name) => request.query.replace(name, value),
        PageParameter::Header(name) => {
            let name = HeaderName::from_bytes(name.as_bytes()).ok();
            let value = value.parse().ok();
            let (name, value) = name.zip(value).ok_or("is followed by a page whose cursor no header can hold")?;
            request.headers.insert(name, value);
        }
    }
    Ok(request)
}
