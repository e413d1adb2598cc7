//! Configurations that are read, and all mistakes with their places.

use std::fs;

use wireright_codegen::Selector;

use super::*;
use crate::crate_files::RuntimeDependency;

fn loaded(text: &str) -> Result<LoadedConfig, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE_NAME), text).unwrap();
    load(None, folder.path())
}

#[test]
fn a_client_has_a_document_and_a_folder() {
    let text = "[[client]]\nspec = \"pets.yaml\"\nout = \"pets\"\ninclude = [\"tag:Cats\"]\n\
                [client.runtime]\ngit = \"https://example.com/r\"\ntag = \"v1\"\n\
                [client.package]\nlicense = \"MIT\"\n";
    let loaded = loaded(text).unwrap();
    let client = &loaded.config.client[0];
    assert_eq!(client.options(&loaded).unwrap().include[0].selector, Selector::Tag("Cats".to_owned()));
    let reference = Some(("tag", "v1".to_owned()));
    let git = RuntimeDependency::Git { url: "https://example.com/r".to_owned(), reference };
    assert_eq!(client.runtime(&loaded), Ok(git));
    assert_eq!(
        (client.package.metadata().license.as_deref(), client.package.metadata().version.as_str()),
        (Some("MIT"), "0.1.0")
    );
}

#[test]
fn mistakes_have_a_place() {
    let client = "[[client]]\nspec = \"a\"\nout = \"b\"\n";
    for (text, expected) in [
        (
            format!("{client}licence = \"MIT\"\n"),
            "wireright.toml:4:1: unknown key `licence`, expected one of `spec`, `out`",
        ),
        (
            format!("{client}include = [\"Cats\"]\n"),
            "wireright.toml:4:12: invalid selector `Cats`: expected operation:ID, tag:NAME, path:PREFIX",
        ),
        ("# a\n[[client]]\nout = \"b\"\n".to_owned(), "wireright.toml:2:1: missing key `spec`"),
        ("client = []\n".to_owned(), "describes no client"),
        (
            format!("{client}[client.package]\nversion = \"1\"\n"),
            "wireright.toml:5:11: invalid version `1`: unexpected end of input while",
        ),
        (
            format!("{client}[client.package]\nlicense = \"Apache 2.0\"\n"),
            "wireright.toml:5:11: `Apache 2.0` is no SPDX expression: unknown term `Apache`",
        ),
        (
            format!("{client}[client.package]\nkeywords = [\"a\", \"b c\"]\n"),
            "wireright.toml:5:18: crates.io refuses the keyword `b c`",
        ),
        (
            format!("{client}[client.package]\ncategories = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]\n"),
            "wireright.toml:5:40: crates.io accepts at most 5 categories",
        ),
        (
            format!("{client}[client.package]\nhomepage = \"example.com\"\n"),
            "wireright.toml:5:12: `example.com` is no URL",
        ),
        (
            format!("{client}[client.package]\nrust-version = \"1.70\"\n"),
            "wireright.toml:5:16: generated code needs Rust",
        ),
        (
            format!("{client}name = \"My Pets\"\n"),
            "wireright.toml:4:8: invalid package name `My Pets`: it contains a character other than",
        ),
        (
            format!("{client}name = \"{}\"\n", "a".repeat(60)),
            "wireright.toml:4:8: the name of the copied runtime, `aaaaa",
        ),
        (
            format!("{client}[client.dependencies]\n\"a b\" = \"1\"\n"),
            "wireright.toml:5:1: `dependencies` has the name `a b`, which no package has",
        ),
        (
            format!("{client}[client.dependencies]\nserde = 1\n"),
            "wireright.toml:5:9: the dependency `serde` is neither a version nor a table",
        ),
        (
            format!("{client}[client.dependencies]\na = \"1\"\n[client.dependencies.b]\nverison = \"1\"\n"),
            "wireright.toml:6:1: the dependency `b`: unknown key `verison`, expected one of `version`, ",
        ),
        (
            format!("{client}[[diff.rule]]\nid = \"property-remove\"\nseverity = \"info\"\n"),
            "wireright.toml:5:6: unknown rule `property-remove`, did you mean `property-removed`?",
        ),
        (
            format!("{client}[[diff.ignore]]\nrule = \"nothing\"\nreason = \"none\"\n"),
            "wireright.toml:5:8: unknown rule `nothing`",
        ),
        (
            format!("{client}[[diff.ignore]]\nreason = \"none\"\n"),
            "wireright.toml:4:1: an ignored change needs a `fingerprint`, a `rule` or a `subject`",
        ),
    ] {
        let error = loaded(&text).unwrap_err().message;
        assert!(error.contains(expected) && error.contains("wireright.toml"), "{error}");
    }
}

#[test]
fn all_mistakes_are_reported_in_one_run() {
    let text = "licence = 1\n[[client]]\nspec = 1\nout = \"a\"\nname = \"My Pets\"\ninclude = [\"Cats\", 5]\n\
                exclude = [\"tag\"]\n[client.package]\nversion = \"1\"\nkeyword = []\nkeywords = [\"a b\"]\n\
                [[client]]\nspec = \"a\"\n[client.runtime]\npath = 5\nrev = \"a\"\n[[diff.rule]]\nid = \"a\"\n\
                [[diff.ignore]]\nrule = 5\n";
    let error = loaded(text).unwrap_err();
    let all: Vec<&str> = [&error].into_iter().chain(&error.others).map(|error| error.message.as_str()).collect();
    let expected = [
        "1:1: unknown key `licence`",
        "3:8: wrong type: integer `1`, expected a path in quotes",
        "5:8: invalid package name `My Pets`",
        "6:12: invalid selector `Cats`",
        "6:20: wrong type: integer `5`, expected a string",
        "7:12: invalid selector `tag`",
        "9:11: invalid version `1`",
        "10:1: unknown key `keyword`",
        "11:13: crates.io refuses the keyword `a b`",
        "12:1: missing key `out`",
        "15:8: wrong type: integer `5`, expected a path in quotes",
        "17:1: missing key `severity`",
        "18:6: unknown rule `a`",
        "19:1: missing key `reason`",
        "20:8: wrong type",
    ];
    assert_eq!(all.len(), expected.len(), "{all:#?}");
    for (message, expected) in all.iter().zip(expected) {
        assert!(message.starts_with(&format!("wireright.toml:{expected}")), "{message} is not {expected}");
    }
    assert_eq!(error.others[5].excerpt.len(), 3);
    // Each line has its own mistake of syntax.
    let error = loaded("[[client]]\nspec = \"a\nout = b\nname = \"c\"\n").unwrap_err();
    assert_eq!(error.others.len(), 1, "{error:#?}");
}

#[test]
fn a_wrong_type_has_a_place_and_advice() {
    let client = "[[client]]\nspec = \"a\"\nout = \"b\"\n";
    for (text, expected, help) in [
        (
            "[[client]]\nspec = 1\nout = \"b\"\n".to_owned(),
            "2:8: wrong type: integer `1`, expected a path in quotes",
            Some("write it in quotes: `\"1\"`"),
        ),
        (
            format!("{client}include = \"tag:A\"\n"),
            "4:11: wrong type: string \"tag:A\", expected a list",
            Some("write a list: `[\"tag:A\"]`"),
        ),
        (
            "[client]\nspec = \"a\"\n".to_owned(),
            "1:1: wrong type: a table, expected a list",
            Some("write `[[client]]`"),
        ),
        (
            format!("{client}[client.types]\nschema = \"a\"\n"),
            "4:1: wrong type: a table, expected a list",
            Some("write `[[client.types]]`"),
        ),
        (
            format!("{client}package = \"x\"\n"),
            "4:11: wrong type: string \"x\", expected a table",
            Some("write a table: `package = { version = \"1.2.0\" }`"),
        ),
        (
            format!("{client}group-by = 1\n"),
            "4:12: wrong type: integer `1`, expected a string",
            Some("write it as `group-by = \"tag\"`"),
        ),
        (
            format!("{client}dependencies = [1]\n"),
            "4:16: wrong type: a list, expected a table",
            Some("write a table: `dependencies = { jiff = \"0.2\" }`"),
        ),
        (
            format!("{client}[client.pakage]\n"),
            "4:9: unknown key `pakage`, expected one of `spec`",
            Some("a similar key exists: `package`"),
        ),
        (
            format!("{client}group-by = \"tags\"\n"),
            "4:12: unknown value `tags`, expected `tag`",
            Some("a similar value exists: `tag`"),
        ),
        (format!("{client}exclude = [\"tag\"]\n"), "4:12: invalid selector `tag`: expected operation:ID", None),
        (
            format!("{client}allow-warnings = [\"W0106\", \"E0103\"]\n"),
            "4:28: invalid warning `E0103`",
            Some("`E0103` is always an error"),
        ),
        (
            format!("{client}allow-warnings = [\"links\"]\n"),
            "4:19: invalid warning `links`",
            Some("unknown diagnostic: `wireright explain` lists all codes"),
        ),
        (
            format!("{client}[client.dependencies]\nuuid = {{ version = \"1\", feature = [] }}\n"),
            "5:8: the dependency `uuid`: unknown key `feature`, expected one of ",
            Some("a similar key exists: `features`"),
        ),
        (
            format!("{client}include = [\"tag:a\"\nname = \"x\"\n"),
            "4:11: unclosed list: `]` is missing before line 5",
            None,
        ),
        ("\u{feff}clients = 1\n".to_owned(), "1:1: unknown key `clients`", Some("a similar key exists: `client`")),
    ] {
        let error = loaded(&text).unwrap_err();
        assert!(error.message.starts_with(&format!("wireright.toml:{expected}")), "{}", error.message);
        assert_eq!(error.help.as_deref(), help, "{text}");
    }
    assert!(loaded("").unwrap_err().message.contains("describes no client"));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE_NAME), b"[[client]]\nspec = \"\xFF\"\n").unwrap();
    assert_eq!(load(None, folder.path()).unwrap_err().message, "wireright.toml:2:9: invalid UTF-8");
}

#[test]
fn every_key_tells_how_to_write_its_value() {
    let client = "[[client]]\nspec = \"a\"\nout = \"b\"\n";
    for (text, expected, help) in [
        ("runtime = \"../runtime\"", "a table", "write a table: `runtime = { path = \"../runtime\" }`"),
        ("runtime = \"0.1\"", "a table", "write a table: `runtime = { version = \"0.1\" }`"),
        ("runtime = 'https://a.b/c'", "a table", "write a table: `runtime = { git = 'https://a.b/c' }`"),
        ("runtime = true", "a table", "write a table: `runtime = { path = \"../wireright/runtime\" }`"),
        ("runtime = [1]", "a table", "write a table: `runtime = { path = \"../wireright/runtime\" }`"),
        ("runtime = 2020-01-01", "a table", "write a table: `runtime = { path = \"../wireright/runtime\" }`"),
        ("[[client.package]]\nlicense = \"MIT\"", "a table", "write `[client.package]`"),
        ("[[client.dependencies]]\njiff = \"1\"", "a table", "write `[client.dependencies]`"),
        ("types = { schema = \"a\" }", "a list", "write a list: `types = [{ schema = \"a\" }]`"),
        (
            "types = [\"a\"]",
            "a table",
            "write `[[client.types]]`, and keys such as `schema = \"Pet*\"` on the lines below it",
        ),
        ("group-by = { tag = true }", "a string", "write it as `group-by = \"tag\"`"),
        ("deny-warnings = \"true\"", "a boolean", "write it without quotes: `deny-warnings = true`"),
        ("deny-warnings = 1", "a boolean", "write `true` or `false`"),
        ("name = [\"a\"]", "a string", "write it without brackets: `name = \"a\"`"),
        ("name = []", "a string", "write one value: `name = \"petstore\"`"),
        ("include = 1", "a list", "write a list: `include = [\"tag:Users\"]`"),
        ("package.version = 0.2", "a string", "write it in quotes: `\"0.2\"`"),
        ("[diff]\ndeny = [\"wire\"]", "a string", "write it without brackets: `deny = \"wire\"`"),
        ("[diff.rule]\nid = \"a\"", "a list", "write `[[diff.rule]]`"),
    ] {
        let error = loaded(&format!("{client}{text}\n")).unwrap_err();
        assert!(error.message.contains(": wrong type: "), "{}", error.message);
        assert!(error.message.ends_with(&format!(", expected {expected}")), "{}", error.message);
        assert_eq!((error.help.as_deref(), error.others.as_slice()), (Some(help), [].as_slice()), "{text}");
    }
}

#[test]
fn a_key_of_another_table_is_sent_there() {
    let client = "[[client]]\nspec = \"a\"\nout = \"b\"\n";
    for (text, help) in [
        (format!("{client}license = \"MIT\"\n"), "`license` is a key of `[client.package]`"),
        (format!("{client}derive = []\n"), "`derive` is a key of `[[client.types]]`"),
        (format!("{client}[client.package]\ngroup-by = \"tag\"\n"), "`group-by` is a key of `[[client]]`"),
        (format!("spec = \"a\"\n{client}"), "`spec` is a key of `[[client]]`"),
    ] {
        let error = loaded(&text).unwrap_err();
        assert!(error.message.contains("unknown key"), "{}", error.message);
        assert_eq!(error.help.as_deref(), Some(help));
    }
    let folder = tempfile::tempdir().unwrap();
    let text = "[package]\nname = \"app\"\n[[package.metadata.wireright.client]]\nspec = \"a\"\nout = \"b\"\n\
                license = \"MIT\"\nruntime = \"r\"\ntypes = 1\n";
    fs::write(folder.path().join("Cargo.toml"), text).unwrap();
    let error = load(None, folder.path()).unwrap_err();
    let help: Vec<_> = [&error].into_iter().chain(&error.others).filter_map(|error| error.help.as_deref()).collect();
    let expected = [
        "`license` is a key of `[package.metadata.wireright.client.package]`",
        "write a table: `runtime = { path = \"r\" }`",
        "write `[[package.metadata.wireright.client.types]]`, and keys such as `schema = \"Pet*\"` on the lines below \
         it",
    ];
    assert_eq!(help, expected);
}

#[test]
fn a_wrong_type_in_a_dependency_tells_how_to_write_it() {
    let client = "[[client]]\nspec = \"a\"\nout = \"b\"\n[client.dependencies]\n";
    for (text, expected) in [
        ("jiff = 1", "5:8: the dependency `jiff` is neither a version nor a table: write `jiff = \"1.2\"`"),
        (
            "jiff = { version = 1 }",
            "5:8: the dependency `jiff`: wrong type of `version`: write it as `version = \"1.2\"`",
        ),
        (
            "jiff = { version = \"1\", features = \"serde\" }",
            "5:8: the dependency `jiff`: wrong type of `features`: write it as `features = [\"serde\"]`",
        ),
        (
            "jiff = { version = \"1\", optional = \"yes\" }",
            "5:8: the dependency `jiff`: wrong type of `optional`: write it as `optional = true`",
        ),
    ] {
        let error = loaded(&format!("{client}{text}\n")).unwrap_err();
        assert_eq!(error.message, format!("wireright.toml:{expected}"));
    }
}

/// Without the check, opening one of them waits for a writer.
#[cfg(unix)]
#[test]
fn named_pipes_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let made = std::process::Command::new("mkfifo").arg(path(FILE_NAME)).arg(path("pipe.yaml")).status().unwrap();
    assert!(made.success());
    let reason = "it is a pipe, not a file";
    assert_eq!(load(None, folder.path()).unwrap_err().message, format!("cannot read `wireright.toml`: {reason}"));
    fs::remove_file(path(FILE_NAME)).unwrap();
    let text = "[[client]]\nspec = \"pipe.yaml\"\noverlays = [\"pipe.yaml\", \"/dev/null\"]\nout = \"client\"\n";
    fs::write(path(FILE_NAME), text).unwrap();
    let loaded = load(None, folder.path()).unwrap();
    let error = loaded.check_all_files(Overrides::default()).unwrap_err();
    assert_eq!(error.message, format!("wireright.toml:2:8: cannot read `pipe.yaml`: {reason}"));
    assert_eq!(error.help, None);
    let others: Vec<&str> = error.others.iter().map(|other| other.message.as_str()).collect();
    let device = "wireright.toml:3:26: cannot read `/dev/null`: it is a device, not a file".to_owned();
    assert_eq!(others, [format!("wireright.toml:3:13: cannot read `pipe.yaml`: {reason}"), device]);
    let error = crate::load::documents(&[path("pipe.yaml")], None).unwrap_err();
    assert!(error.message.ends_with(&format!("/pipe.yaml`: {reason}")), "{error:?}");
}

/// A backslash is a letter of a name there.
#[cfg(not(windows))]
#[test]
fn separators_of_windows_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pets.yaml"), "").unwrap();
    fs::write(folder.path().join(FILE_NAME), "[[client]]\nspec = '.\\pets.yaml'\nout = 'clients\\pets'\n").unwrap();
    let error = load(None, folder.path()).unwrap().check_all_files(Overrides::default()).unwrap_err();
    assert_eq!(error.message, "wireright.toml:2:8: cannot read `.\\pets.yaml`: not found");
    assert_eq!(error.help.as_deref(), Some("`/` separates folders on every system: `./pets.yaml`"));
    let [out] = error.others.as_slice() else { panic!("{error:?}") };
    let expected = "wireright.toml:3:7: `clients\\pets` has a backslash, which separates no folders here";
    assert_eq!(out.message, expected);
    assert_eq!(out.help.as_deref(), Some("`/` separates folders on every system: `clients/pets`"));
}

#[test]
fn escapes_of_toml_in_paths_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pets.yaml"), "").unwrap();
    let help = "`\\` begins an escape in double quotes; ";
    for (out, expected) in [
        ("api\\docs", "wireright.toml:3:12: invalid escape in a string: missing escaped value"),
        ("C:\\Users\\me", "wireright.toml:3:12: invalid escape in a string: too few unicode value digits"),
        ("api\\new", "wireright.toml:3:7: `api\\new` has a control character"),
    ] {
        let config = format!("[[client]]\nspec = \"pets.yaml\"\nout = \"{out}\"\n");
        fs::write(folder.path().join(FILE_NAME), config).unwrap();
        let check = |loaded: LoadedConfig| loaded.check_all_files(Overrides::default());
        let error = load(None, folder.path()).and_then(check).unwrap_err();
        assert!(error.message.starts_with(expected), "{error:?}");
        assert!(error.help.is_some_and(|text| text.starts_with(help)));
    }
}

#[test]
fn keys_of_the_runtime_exclude_each_other() {
    let config = |text: &str| {
        let loaded = loaded(&format!("[[client]]\nspec = \"a\"\nout = \"b\"\n[client.runtime]\n{text}"))?;
        loaded.config.client[0].runtime(&loaded)
    };
    assert!(matches!(config("path = \"r\""), Ok(RuntimeDependency::Path(path)) if path.ends_with("r")));
    for (text, expected) in [
        ("path = \"r\"\nversion = \"1\"", "6:11: `runtime` has `path` and `version`, which exclude each other"),
        ("", "4:1: `runtime` needs one of `path`, `version` and `git`"),
        ("version = \"1\"\nrev = \"a\"", "6:7: `rev` belongs to `git`, which is missing"),
        ("git = \"https://a.example\"\nrev = \"a\"\ntag = \"b\"", "7:7: `rev` and `tag` exclude each other"),
        ("version = \"one\"", "5:11: invalid version requirement `one`: "),
        ("git = \"a.example\"", "5:7: `a.example` is no URL; it begins with `https://` or `ssh://`"),
    ] {
        let error = config(text).unwrap_err();
        assert!(error.message.starts_with(&format!("wireright.toml:{expected}")), "{}", error.message);
        assert_eq!(error.excerpt.len(), 3);
    }
}

#[test]
fn a_configuration_above_the_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("a/b");
    fs::create_dir_all(&below).unwrap();
    assert_eq!(load(None, &below).unwrap_err().help, None);
    fs::write(folder.path().join(FILE_NAME), "").unwrap();
    let expected = "`../../wireright.toml` has a configuration: run the command in the folder `../..`";
    assert_eq!(load(None, &below).unwrap_err().help.as_deref(), Some(expected));
    assert_eq!(needed(load(None, &below).unwrap_err()).help, expected);
    fs::write(folder.path().join("a/Cargo.toml"), "[[package.metadata.wireright.client]]\n").unwrap();
    let expected = "`../Cargo.toml` has a configuration: run the command in the folder `..`";
    assert_eq!(load(None, &below).unwrap_err().help.as_deref(), Some(expected));
}

#[test]
fn cargo_toml_may_contain_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    assert!(load(None, folder.path()).unwrap_err().message.contains("nor a `wireright.toml`"));
    let text = "[package]\nname = \"app\"\n[[package.metadata.wireright.client]]\nspec = \"a\"\nout = \"b\"\n";
    fs::write(folder.path().join("Cargo.toml"), text).unwrap();
    assert_eq!(load(None, folder.path()).unwrap().config.client[0].out.get_ref(), Path::new("b"));
    fs::write(folder.path().join("Cargo.toml"), text.replace("out", "output")).unwrap();
    let error = load(None, folder.path()).unwrap_err();
    assert!(error.message.contains("Cargo.toml:3:1: missing key `out`"), "{}", error.message);
    assert!(error.others[0].message.contains("Cargo.toml:5:1: unknown key `output`"), "{error:?}");
    fs::write(folder.path().join("Cargo.toml"), "[workspace.metadata.wireright]\n").unwrap();
    let error = load(None, folder.path()).unwrap_err();
    assert!(error.message.contains("add a table `[[package.metadata.wireright.client]]`"), "{}", error.message);
}
