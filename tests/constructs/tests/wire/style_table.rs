//! OpenAPI 3.0.4, section "Style Examples" of the Parameter Object (3.1.1, section 4.8.12.4, has the same): the
//! string "blue", the array `["blue", "black", "brown"]` and the object `{"R": 100, "G": 200, "B": 150}` in every
//! style that has a form for them.

use constructs::style_table::{Client, types::Colour};

use crate::{client, header, target, wait};

#[test]
fn parameter_styles_match_the_specification() {
    let (client, sent): (Client, _) = client();
    let colour = || Colour::default().r(100).g(200).b(150);
    let list = || ["blue", "black", "brown"].map(str::to_owned).to_vec();

    wait(client.matrix().text("blue").list(list()).each(list()).object(colour()).members(colour()).send())
        .expect("204");
    assert_eq!(
        target(&sent),
        "/matrix/;text=blue/;list=blue,black,brown/;each=blue;each=black;each=brown/;object=R,100,G,200,B,150/;R=100;\
            G=200;B=150"
    );
    wait(client.label().text("blue").list(list()).each(list()).object(colour()).members(colour()).send()).expect("204");
    assert_eq!(target(&sent), "/label/.blue/.blue,black,brown/.blue.black.brown/.R,100,G,200,B,150/.R=100.G=200.B=150");
    wait(client.simple().text("blue").list(list()).each(list()).object(colour()).members(colour()).send())
        .expect("204");
    assert_eq!(target(&sent), "/simple/blue/blue,black,brown/blue,black,brown/R,100,G,200,B,150/R=100,G=200,B=150");
    wait(client.form().color("blue").list(list()).each(list()).object(colour()).members(colour()).send()).expect("204");
    assert_eq!(
        target(&sent),
        "/form?color=blue&list=blue,black,brown&each=blue&each=black&each=brown&object=R,100,G,200,B,150&R=100&G=200&\
            B=150"
    );
    let delimited = client.delimited().spaced(list()).spaced_object(colour()).piped(list()).piped_object(colour());
    wait(delimited.color(colour()).send()).expect("204");
    assert_eq!(
        target(&sent),
        "/delimited?spaced=blue%20black%20brown&spaced_object=R%20100%20G%20200%20B%20150\
         &piped=blue%7Cblack%7Cbrown&piped_object=R%7C100%7CG%7C200%7CB%7C150\
         &color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
    );
    // Header parameters have the style `simple`, cookie parameters the style `form`.
    let headers = client.headers().x_text("blue").x_list(list()).x_object(colour()).x_members(colour());
    wait(headers.session("s1").colors(list()).send()).expect("204");
    assert_eq!(header(&sent, "x-text").as_deref(), Some("blue"));
    assert_eq!(header(&sent, "x-list").as_deref(), Some("blue,black,brown"));
    assert_eq!(header(&sent, "x-object").as_deref(), Some("R,100,G,200,B,150"));
    assert_eq!(header(&sent, "x-members").as_deref(), Some("R=100,G=200,B=150"));
    assert_eq!(header(&sent, "cookie").as_deref(), Some("session=s1; colors=blue,black,brown"));
}
