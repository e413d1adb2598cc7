//! Parses the subset of YAML that a regions file uses. Anything else is an error with its line. A YAML crate would be
//! the largest dependency of this crate, for a file that few programs have.

/// A region of a service.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) id: String,
    pub(super) endpoints: Vec<String>,
    /// The single endpoint, which follows those of the list.
    endpoint: Option<String>,
}

/// The state of the parser.
#[derive(Default)]
struct Reader {
    services: Vec<(String, Vec<Region>)>,
    /// The indentation of the keys of the region.
    indent: usize,
    /// Whether the parser is in the list of endpoints.
    is_in_list: bool,
}

/// The services of a file with their regions.
pub(super) fn parse(text: &str) -> Result<Vec<(String, Vec<Region>)>, String> {
    let mut reader = Reader::default();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let content = without_comment(line).trim_end();
        let indent = content.len() - content.trim_start_matches(' ').len();
        let content = content.trim_start_matches(' ');
        if content.is_empty() || (content == "---" && reader.services.is_empty()) {
            continue;
        }
        reader.line(indent, content).map_err(|problem| format!("line {} {problem}", index + 1))?;
    }
    for region in reader.services.iter_mut().flat_map(|(_, regions)| regions) {
        region.endpoints.extend(region.endpoint.take());
    }
    Ok(reader.services)
}

impl Reader {
    fn line(&mut self, indent: usize, content: &str) -> Result<(), &'static str> {
        if let Some(item) = content.strip_prefix('-').filter(|item| item.is_empty() || item.starts_with(' ')) {
            let text = item.trim_start_matches(' ');
            let Some((_, regions)) = self.services.last_mut() else { return Err("is before the first service") };
            if self.is_in_list && indent >= self.indent {
                let region = regions.last_mut().ok_or("is before the first region")?;
                region.endpoints.push(scalar(text)?);
                return Ok(());
            }
            regions.push(Region::default());
            self.indent = indent + content.len() - text.len();
            self.is_in_list = false;
            return if text.is_empty() { Err("begins a region without a key") } else { self.key(text) };
        }
        if indent == 0 {
            let (service, rest) = pair(content)?;
            if !matches!(rest, "" | "[]" | "~" | "null") {
                return Err("has no list of regions");
            }
            self.services.push((service, Vec::new()));
            self.is_in_list = false;
            return Ok(());
        }
        if indent != self.indent {
            return Err("has another indentation than the keys of its region");
        }
        self.key(content)
    }

    fn key(&mut self, content: &str) -> Result<(), &'static str> {
        let (name, value) = pair(content)?;
        let region = self.services.last_mut().and_then(|(_, regions)| regions.last_mut());
        let region = region.ok_or("is before the first region")?;
        self.is_in_list = name == "endpoints" && value.is_empty();
        match name.as_str() {
            "id" => region.id = scalar(value)?,
            "endpoint" => region.endpoint = Some(scalar(value)?),
            "endpoints" if !value.is_empty() => {
                let list = value.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
                let list = list.ok_or("has no list of endpoints")?;
                let items = list.split(',').map(str::trim).filter(|item| !item.is_empty());
                region.endpoints = items.map(scalar).collect::<Result<_, _>>()?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// `name: value`.
fn pair(content: &str) -> Result<(String, &str), &'static str> {
    let (name, value) = match content.split_once(": ") {
        Some((name, value)) => (name, value.trim()),
        None => (content.strip_suffix(':').ok_or("is not a name with a value")?, ""),
    };
    Ok((scalar(name.trim_end())?, value))
}

fn scalar(text: &str) -> Result<String, &'static str> {
    let quoted =
        |quote: char| text.strip_prefix(quote).map(|text| text.strip_suffix(quote).ok_or("has no closing quote"));
    if let Some(text) = quoted('\'') {
        return Ok(text?.replace("''", "'"));
    }
    if let Some(text) = quoted('"') {
        let text = text?;
        return if text.contains(['\\', '"']) { Err("has an unsupported escape") } else { Ok(text.to_owned()) };
    }
    match text.chars().next() {
        None => Err("has no value"),
        Some('&' | '*' | '!' | '|' | '>' | '{' | '[' | '%' | '@' | '`' | '?' | '\t') => {
            Err("has an unsupported construct of YAML")
        }
        Some(_) => Ok(text.to_owned()),
    }
}

/// The line without its comment: a `#` at its beginning or after a blank, outside of quotes.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (place, character) in line.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '\'' | '"') if matches!(before, ' ' | '[' | ',') => quote = Some(character),
            (None, '#') if matches!(before, ' ' | '\t') => return line.get(..place).unwrap_or(line),
            _ => {}
        }
        before = character;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoints(text: &str) -> Vec<(String, String, Vec<String>)> {
        let services = parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        let flat = |(service, regions): (String, Vec<Region>)| {
            regions.into_iter().map(move |region| (service.clone(), region.id, region.endpoints))
        };
        services.into_iter().flat_map(flat).collect()
    }

    #[test]
    fn files_of_the_official_sdk_are_parsed() {
        let text = [
            "---",
            "# regions",
            "ECS:",
            "  - id: 'r-1' # the first",
            "    endpoint: \"https://a#b\"",
            "  - endpoints:",
            "      - https://b",
            "      - c",
            "    id: r-2",
            "    note: x",
            "DCS:",
            "- id: r-3",
            "  endpoints:",
            "  - d",
            "  endpoint: e",
            "",
            "- id: r-4",
            "  endpoints: [f, 'g']",
            "DWS: []",
            "",
        ]
        .join("\n");
        let found = endpoints(&text);
        let found: Vec<_> = found.iter().map(|(s, r, e)| (s.as_str(), r.as_str(), e.join(" "))).collect();
        let expected = [
            ("ECS", "r-1", "https://a#b"),
            ("ECS", "r-2", "https://b c"),
            ("DCS", "r-3", "d e"),
            ("DCS", "r-4", "f g"),
        ];
        assert_eq!(found, expected.map(|(s, r, e)| (s, r, e.to_owned())));
    }

    #[test]
    fn anything_else_is_an_error_with_its_line() {
        for (text, line) in [
            ("- id: a", 1),
            ("DCS:\n  id: a", 2),
            ("DCS: {a: b}", 1),
            ("DCS:\n  - id: *alias", 2),
            ("DCS:\n  - id: a\n      endpoint: b", 3),
            ("DCS:\n  - id: 'a", 2),
            ("DCS:\n  - id: a\n    endpoints: b", 3),
            ("DCS\n", 1),
        ] {
            let problem = parse(text).expect_err(text);
            assert!(problem.starts_with(&format!("line {line} ")), "{text}: {problem}");
        }
    }
}
