//! OpenAPI documents from disk, with every file that they reference. Reads only below one root folder.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use wireright_codegen::{SourceFile, parser::file_references};
use wireright_mock::parse_document;

use crate::{input, paths::display, phrases::io_reason, terminal::Terminal};

/// Why documents could not be loaded.
#[derive(Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The error message.
    pub message: String,
    /// The line of the file with the problem, between two lines with a margin. Empty if the problem has no line.
    pub excerpt: Vec<String>,
    /// How to fix it.
    pub help: String,
    /// Further problems of the configuration.
    pub others: Vec<Self>,
}

impl LoadError {
    /// The error without a line.
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), excerpt: Vec::new(), help: help.into(), others: Vec::new() }
    }

    /// The error with paths in its message relative to a folder.
    pub(crate) fn relative_to(self, folder: &Path) -> Self {
        Self { message: self.message.replace(&format!("`{}/", folder.display()), "`"), ..self }
    }

    /// Prints the message, the excerpt and the help.
    pub fn print(&self, terminal: &mut Terminal) {
        terminal.error(&self.message);
        for line in &self.excerpt {
            terminal.progress(line);
        }
        terminal.help(&self.help);
        self.others.iter().for_each(|other| other.print(terminal));
    }
}

/// Documents with the files that they reference. Paths are relative to the root folder, with `/` as the separator.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LoadedDocuments {
    /// The documents that describe a service.
    pub entries: Vec<String>,
    /// All files by path, entries included.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The folder to which the paths are relative.
    pub root: PathBuf,
}

impl LoadedDocuments {
    /// The files as input of the generator.
    pub fn into_sources(self) -> Vec<SourceFile> {
        self.files.into_iter().map(|(path, bytes)| SourceFile { path, bytes }).collect()
    }

    /// A copy of the files as input of the generator.
    pub fn sources(&self) -> Vec<SourceFile> {
        self.files.iter().map(|(path, bytes)| SourceFile { path: path.clone(), bytes: bytes.clone() }).collect()
    }

    /// The path of the first document.
    pub fn entry(&self) -> &str {
        self.entries.first().map_or("", String::as_str)
    }
}

const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// Reads documents and every file that they reference, directly or not.
///
/// References never leave `root`. Its default is the current folder if all documents are below it, otherwise the
/// nearest folder above all of them. References to missing or malformed files are left to the generator, which reports
/// them with their position.
pub fn documents(specs: &[PathBuf], root: Option<&Path>) -> Result<LoadedDocuments, LoadError> {
    specs.iter().try_for_each(|spec| check_is_path(spec))?;
    let located = |spec: &Path| {
        // A pipe has no canonical path.
        check_is_file(spec, &spec.display().to_string()).and_then(|()| canonical(spec))
    };
    let mut specs = specs.iter().map(|spec| Ok((located(spec)?, spec.as_path()))).collect::<Result<Vec<_>, _>>()?;
    specs.sort();
    specs.dedup_by(|one, other| one.0 == other.0);
    let root = match root {
        Some(root) => canonical(root)?,
        None => default_root(&specs),
    };
    let mut loaded = LoadedDocuments { entries: Vec::new(), files: BTreeMap::new(), root: root.clone() };
    for (path, spec) in &specs {
        if !path.starts_with(&root) {
            return Err(LoadError::new(
                format!("`{}` is not below `{}`", spec.display(), root.display()),
                "`--root` names a folder above the document and above all files that it references",
            ));
        }
        let entry = display(path, &root);
        let bytes = input::read(path).map_err(|error| unreadable(&spec.display().to_string(), &error))?;
        loaded.files.insert(entry.clone(), bytes);
        loaded.entries.push(entry);
    }
    follow_references(&mut loaded, |path| read_inside(&root, &root.join(path)));
    Ok(loaded)
}

/// Adds the files that the files reference, directly or not. `read` returns the content of a file below the root.
pub fn follow_references(loaded: &mut LoadedDocuments, read: impl Fn(&str) -> Option<Vec<u8>>) {
    let mut unread: Vec<String> = loaded.files.keys().cloned().collect();
    while let Some(path) = unread.pop() {
        for target in loaded.files.get(&path).map(|bytes| find_references(&path, bytes)).unwrap_or_default() {
            if !loaded.files.contains_key(&target)
                && let Some(bytes) = read(&target)
            {
                loaded.files.insert(target.clone(), bytes);
                unread.push(target);
            }
        }
    }
}

/// Replaces each folder by the documents in it: files that end in `.yaml`, `.yml` or `.json`, without hidden files.
pub fn expand_folders(paths: &[PathBuf]) -> Result<Vec<PathBuf>, LoadError> {
    let mut expanded = Vec::new();
    for path in paths {
        if path.is_dir() {
            expanded.extend(folder(path)?);
        } else {
            expanded.push(path.clone());
        }
    }
    Ok(expanded)
}

/// The documents directly in a folder, sorted by name.
pub fn folder(folder: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let name = folder.display();
    let failure = |error: io::Error| {
        LoadError::new(
            format!("cannot read the folder `{name}`: {}", io_reason(&error)),
            "name a folder with OpenAPI documents that you may read",
        )
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        if is_document(&path) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(LoadError::new(
            format!("the folder `{name}` contains no OpenAPI document"),
            "a document is a file that ends in .yaml, .yml or .json",
        ));
    }
    paths.sort();
    Ok(paths)
}

/// Reads one file. Its path is displayed relative to `base`.
pub fn file(path: &Path, base: &Path) -> Result<SourceFile, LoadError> {
    let name = display(path, base);
    match input::read(path) {
        Ok(bytes) => Ok(SourceFile { path: name, bytes }),
        Err(error) => Err(unreadable(&name, &error)),
    }
}

/// The content of a file below the root folder. A symbolic link may not lead out of it.
fn read_inside(root: &Path, path: &Path) -> Option<Vec<u8>> {
    let path = fs::canonicalize(path).ok()?;
    if path.starts_with(root) { input::read(&path).ok() } else { None }
}

/// The files that a file references.
fn find_references(path: &str, bytes: &[u8]) -> Vec<String> {
    if input::is_too_large(bytes)
        || std::str::from_utf8(bytes).is_ok_and(|text| !file_references::may_reference_files(text))
    {
        return Vec::new();
    }
    let Some(document) = parse_document(path, bytes) else { return Vec::new() };
    file_references::referenced_files(&document)
        .iter()
        .filter_map(|reference| file_references::resolve_path(path, reference))
        .collect()
}

/// Rejects what is no document: a URL, standard input and a configuration.
pub fn check_is_path(spec: &Path) -> Result<(), LoadError> {
    let text = spec.to_string_lossy();
    let refusal = |problem: &str, help: String| Err(LoadError::new(format!("`{text}` {problem}"), help));
    if ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme)) {
        let help = format!("`wireright fetch {text}` downloads the document; commit the file with `wireright.lock`");
        return refusal("is a URL, and documents are files", help);
    }
    if text == "-" {
        return refusal("is standard input, and documents are files", SAVE_FIRST.to_owned());
    }
    if spec.extension().is_some_and(|extension| extension == "toml") {
        let help = "without a document as argument, the command reads wireright.toml; `--config FILE` names another \
                    configuration";
        return refusal("is a file of TOML, and OpenAPI documents are YAML or JSON", help.to_owned());
    }
    Ok(())
}

/// Advice for a document that comes from a command.
const SAVE_FIRST: &str = "save the document first: `command > openapi.yaml`";

fn default_root(specs: &[(PathBuf, &Path)]) -> PathBuf {
    let below_all = |folder: &Path| specs.iter().all(|(spec, _)| spec.starts_with(folder));
    let current = std::env::current_dir().and_then(fs::canonicalize).ok().filter(|current| below_all(current));
    let first = specs.first().map_or(Path::new(""), |(spec, _)| spec.as_path());
    let nearest = || first.ancestors().skip(1).find(|folder| below_all(folder)).map(Path::to_path_buf);
    current.or_else(nearest).unwrap_or_default()
}

/// Fails unless a path names a regular file, which messages call by this name.
///
/// # Errors
///
/// It is something else, or it is missing.
pub fn check_is_file(path: &Path, name: &str) -> Result<(), LoadError> {
    input::check_is_file(path).map_err(|error| unreadable(name, &error))
}

fn canonical(path: &Path) -> Result<PathBuf, LoadError> {
    fs::canonicalize(path).map_err(|error| unreadable(&path.display().to_string(), &error))
}

fn unreadable(name: &str, error: &io::Error) -> LoadError {
    let reason = io_reason(error);
    let help = if reason == input::PIPE { SAVE_FIRST } else { "name an existing file that you may read" };
    let message = format!("cannot read `{name}`: {reason}");
    LoadError::new(message, help)
}

fn is_document(path: &Path) -> bool {
    is_document_name(&path.to_string_lossy()) && !path.is_dir()
}

/// Whether a path has the name of a document: it ends in `.yaml`, `.yml` or `.json`, and is not hidden.
pub fn is_document_name(path: &str) -> bool {
    let path = Path::new(path);
    let is_hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    !is_hidden && EXTENSIONS.contains(&extension.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(root: &Path, path: &str, text: &str) {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }

    fn paths(loaded: &LoadedDocuments) -> Vec<&str> {
        loaded.files.keys().map(String::as_str).collect()
    }

    #[test]
    fn referenced_files_are_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        put(
            root,
            "api/src/openapi.yaml",
            "a: { $ref: './parts/b.yaml#/x' }\nd: [{ $ref: ../common.json }, { $ref: gone.yaml }]\n",
        );
        put(
            root,
            "api/src/parts/b.yaml",
            "x: { $ref: '../openapi.yaml#/a' }\ny: { $ref: 'c%20d.yaml' }\nz: { $ref: ../parts }\n",
        );
        put(root, "api/src/parts/c d.yaml", "broken: [\n");
        put(
            root,
            "api/common.json",
            "{\"a\": {\"$ref\": \"../../../etc/passwd\"}, \"b\": {\"$ref\": \"https://x.example\"}}",
        );
        put(root, "api/src/unused.yaml", "a: 1\n");
        let spec = root.join("api/src/openapi.yaml");
        let loaded = documents(std::slice::from_ref(&spec), Some(&root.join("api"))).unwrap();
        assert_eq!(loaded.entry(), "src/openapi.yaml");
        assert_eq!(paths(&loaded), ["common.json", "src/openapi.yaml", "src/parts/b.yaml", "src/parts/c d.yaml"]);
        let alone = documents(std::slice::from_ref(&spec), None).unwrap();
        assert_eq!(alone.entry(), "openapi.yaml");
        assert_eq!(paths(&alone), ["openapi.yaml", "parts/b.yaml", "parts/c d.yaml"]);
        let both = documents(&[spec, root.join("api/src/unused.yaml")], None).unwrap();
        assert_eq!(both.entries, ["openapi.yaml", "unused.yaml"]);
        assert_eq!(paths(&both), ["openapi.yaml", "parts/b.yaml", "parts/c d.yaml", "unused.yaml"]);
    }

    #[test]
    fn what_is_no_document_has_advice() {
        for (spec, problem, help) in [
            ("-", "`-` is standard input", "save the document first: "),
            ("api/wireright.toml", "`api/wireright.toml` is a file of TOML", "`--config FILE` names another"),
            ("http://a.example/b", "`http://a.example/b` is a URL", "`wireright fetch http://a.example/b` downloads"),
        ] {
            let error = documents(&[spec.into()], None).unwrap_err();
            assert!(error.message.starts_with(problem) && error.help.contains(help), "{error:?}");
        }
        let error = unreadable("<(command)", &io::Error::other(input::PIPE));
        assert_eq!(
            (error.message.as_str(), error.help.as_str()),
            ("cannot read `<(command)`: it is a pipe, not a file", SAVE_FIRST)
        );
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_do_not_leave_the_root() {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = folder.path();
        put(outside.path(), "secret.yaml", "a: 1\n");
        put(root, "real.yaml", "a: 1\n");
        put(root, "api.yaml", "a: [{ $ref: link.yaml }, { $ref: out/secret.yaml }, { $ref: inside.yaml }]\n");
        let link = |target: &Path, name: &str| std::os::unix::fs::symlink(target, root.join(name)).unwrap();
        link(&outside.path().join("secret.yaml"), "link.yaml");
        link(outside.path(), "out");
        link(&root.join("real.yaml"), "inside.yaml");
        let loaded = documents(&[root.join("api.yaml")], Some(root)).unwrap();
        assert_eq!(paths(&loaded), ["api.yaml", "inside.yaml"]);
    }

    #[test]
    fn folders_are_replaced_by_their_documents() {
        let root = tempfile::tempdir().unwrap();
        let specs = root.path().join("specs");
        fs::create_dir_all(specs.join("folder.yaml")).unwrap();
        for name in ["b.yaml", "a.json", "c.YML", "README.md", ".hidden.yaml"] {
            fs::write(specs.join(name), name).unwrap();
        }
        let expanded = expand_folders(&[specs.join("b.yaml"), specs.clone()]).unwrap();
        let loaded = documents(&expanded, Some(root.path())).unwrap();
        assert_eq!(loaded.entries, ["specs/a.json", "specs/b.yaml", "specs/c.YML"]);
        assert_eq!(loaded.files["specs/b.yaml"], b"b.yaml");
    }

    #[test]
    fn load_errors_name_the_path_and_the_reason() {
        let (root, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let specs = root.path().join("specs");
        assert!(folder(&specs).unwrap_err().message.ends_with("/specs`: not found"));
        fs::create_dir(&specs).unwrap();
        assert!(folder(&specs).unwrap_err().message.ends_with("/specs` contains no OpenAPI document"));
        let missing = documents(&[specs.join("x.yaml")], None).unwrap_err();
        assert!(missing.message.ends_with("/specs/x.yaml`: not found"), "{missing:?}");
        assert_eq!(file(&specs, root.path()).unwrap_err().message, "cannot read `specs`: it is a folder");
        put(root.path(), "a.yaml", "a: 1\n");
        let outside = documents(&[root.path().join("a.yaml")], Some(elsewhere.path())).unwrap_err();
        assert!(outside.message.contains("is not below"), "{outside:?}");
    }
}
