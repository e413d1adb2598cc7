//! A page without other files: dark and light, for narrow and wide windows. No script.

use super::{
    code_spans::{Part, parts},
    wording::{groups, verdict_line},
};
use crate::{
    change::{ApiChange, Change, Place, RustLevel, WireLevel},
    comparison::Report,
};

/// The report.
pub(super) fn render(report: &Report) -> String {
    let mut body = format!(
        "<header><h1>API changes</h1><p>{} → {}</p><p class=\"verdict\">{}</p></header>\n",
        escape(&report.old),
        escape(&report.new),
        escape(&verdict_line(report))
    );
    body += "<main>\n";
    for (title, changes) in groups(report) {
        body += &format!("<section><h2>{title} <span class=\"count\">{}</span></h2>\n", changes.len());
        for change in changes {
            body += &article(change);
        }
        body += "</section>\n";
    }
    if report.changes.is_empty() {
        body += "<p>The documents describe the same API.</p>\n";
    }
    body += "</main>\n";
    let head = "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
                <meta name=\"color-scheme\" content=\"light dark\"><title>API changes</title>";
    let style = include_str!("page.css");
    let head = format!("<head>{head}\n<style>\n{style}</style></head>");
    format!("<!doctype html>\n<html lang=\"en\">\n{head}\n<body>\n{body}</body>\n</html>\n")
}

fn article(change: &Change) -> String {
    let wire = match change.wire.level {
        WireLevel::Unaffected => "fine",
        WireLevel::MayBreak => "may",
        WireLevel::Breaks => "breaks",
    };
    let rust = match change.rust.level {
        RustLevel::Unaffected => "fine",
        RustLevel::ChangesMeaning => "may",
        RustLevel::Breaks => "breaks",
    };
    let mut text = format!(
        "<article id=\"{}\"><h3>{} {}</h3>\n<dl><div class=\"{wire}\"><dt>wire</dt><dd><b>{}</b> {}</dd></div>\
         <div class=\"{rust}\"><dt>Rust</dt><dd><b>{}</b> {}</dd></div></dl>\n",
        escape(&change.fingerprint),
        code(&change.subject),
        code(&change.summary),
        change.wire.level,
        code(&change.wire.reason),
        change.rust.level,
        code(&change.rust.reason),
    );
    let keep = change.rename.as_ref().and_then(|rename| rename.keep.as_ref());
    if let Some(keep) = keep {
        text += &format!("<p class=\"note\">Keep the Rust name: <code>{}</code></p>\n", escape(keep));
    }
    if let Some(reason) = &change.ignored {
        text += &format!("<p class=\"note\">Ignored: {}</p>\n", escape(reason));
    }
    if !change.api.is_empty() {
        text += &format!("<details><summary>Public API: {}</summary><pre>", change.api.len());
        text += &change.api.iter().map(api).collect::<String>();
        text += "</pre></details>\n";
    }
    let direction = change.direction.as_str();
    let places: Vec<String> = [("old", &change.old), ("new", &change.new)]
        .into_iter()
        .filter_map(|(side, place)| place.as_ref().map(|place| self::place(side, place)))
        .collect();
    let rule = format!("<span>{}</span>", change.rule.id);
    let direction = if direction.is_empty() { String::new() } else { format!("<span>in {direction}</span>") };
    text + &format!("<footer>{rule}{direction}{}</footer></article>\n", places.concat())
}

fn place(side: &str, place: &Place) -> String {
    let title = escape(&place.pointer.to_string());
    format!("<span title=\"{title}\">{side} {}</span>", escape(&place.to_string()))
}

fn api(change: &ApiChange) -> String {
    if change.old == change.new {
        return format!(" {} ({})\n", escape(change.new.as_deref().unwrap_or_default()), escape(&change.reason));
    }
    let line = |tag: &str, sign: char, line: &Option<String>| {
        let line = line.as_ref().map(|line| format!("<{tag}>{sign}{}</{tag}>\n", escape(line)));
        line.unwrap_or_default()
    };
    line("del", '-', &change.old) + &line("ins", '+', &change.new)
}

fn escape(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    wireright_codegen::diagnostic::escape_invisible(&escaped).into_owned()
}

/// Text with code between backticks.
fn code(text: &str) -> String {
    let part = |part: &Part<'_>| match part {
        Part::Text(text) => escape(text),
        Part::Code(code, _) => format!("<code>{}</code>", escape(code)),
    };
    parts(text).iter().map(part).collect()
}
