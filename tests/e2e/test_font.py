"""Screenshots are worth nothing when Japanese is drawn as boxes."""


def test_japanese_is_drawn_with_a_font_that_has_it(person):
    page = person().page
    page.set_content("<canvas id=c width=64 height=32></canvas>")
    drawn = page.evaluate(
        """() => ['議', '事', '\\uFFFE'].map((letter) => {
            const context = document.getElementById('c').getContext('2d');
            context.clearRect(0, 0, 64, 32);
            context.font = '24px sans-serif';
            context.fillText(letter, 2, 26);
            return [...context.getImageData(0, 0, 64, 32).data].join();
        })"""
    )
    assert drawn[0] != drawn[1], "two letters look the same: no Japanese font"
    assert drawn[0] != drawn[2], "議 is drawn as the box for a missing letter"
