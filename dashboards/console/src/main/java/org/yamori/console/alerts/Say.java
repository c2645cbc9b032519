package org.yamori.console.alerts;

import java.util.Locale;

/** What contacts are told, in their language. */
public enum Say {
    NO_PAGE_TITLE("There is no such page", "ページが見つかりません"),
    NO_PAGE(
            "The address is not complete, or the page is no longer kept. Please open the link of the mail again, or"
                    + " answer the mail.",
            "アドレスが不完全か、ページの保存期間が終わっています。メールのリンクをもう一度開くか、メールにご返信ください。"),

    THANKS_TITLE("Thank you", "ご回答ありがとうございました"),
    THANKS("Your answer about %s was written down:", "%s についてのご回答を次のとおり記録しました。"),
    LATER(
            "If you find something else, answer again: a later answer replaces this one.",
            "後から別の原因が分かった場合は、もう一度ご回答ください。新しい回答が以前の回答に代わります。"),
    BACK("Back to the alert", "アラートのページに戻る"),

    REFUSED_TITLE("Your answer was not taken yet", "回答はまだ受け付けられていません"),
    REFUSED("Please change what is named here and send it again.", "次の点を直して、もう一度送信してください。"),
    RESULT_MISSING("Choose what you found.", "調査結果を選んでください。"),
    RESULT_UNKNOWN(
            "What you found is infected, misconfiguration or normal, was '%s'.",
            "調査結果は infected、misconfiguration、normal のいずれかです (入力: '%s')。"),
    INFECTIONS_WITHOUT_INFECTION(
            "Names of infections go only with an infected host.", "マルウェアの名前は「感染していた」の場合だけ入力してください。"),
    TOO_MANY_INFECTIONS("At most %d names of infections are taken, were %d.", "マルウェアの名前は %d 個までです (入力: %d 個)。"),
    INFECTION_TOO_LONG(
            "A name of an infection has at most %d letters, '%s' has %d.", "マルウェアの名前は %d 文字までです (「%s」は %d 文字)。"),
    INFECTION_NOT_TEXT(
            "A name of an infection has only letters that can be printed, '%s' has others.",
            "マルウェアの名前に表示できない文字が含まれています (「%s」)。"),
    COMMENT_TOO_LONG("A comment has at most %d letters, yours has %d.", "コメントは %d 文字までです (入力: %d 文字)。"),
    COMMENT_NOT_TEXT("A comment has only letters that can be printed, yours has others.", "コメントに表示できない文字が含まれています。"),

    NOT_TAKEN_TITLE("Your answer was not taken", "回答を受け付けられませんでした"),
    NOT_HERE("Answers are not taken here. Please answer the mail.", "このページでは回答を受け付けていません。メールにご返信ください。"),
    NOT_NOW(
            "Your answer could not be written down now. Please try again in a few minutes, or answer the mail.",
            "現在、回答を記録できません。数分後にもう一度お試しいただくか、メールにご返信ください。"),
    FROM_ELSEWHERE(
            "It was sent from the page of somebody else. Please open the link of the mail and answer there.",
            "別のサイトのページから送信されました。メールのリンクを開いて、そのページからご回答ください。"),
    NO_FORM("It was not sent by the form of the page.", "ページのフォームから送信されたものではありません。"),
    TOO_LARGE("It is larger than %d bytes. Please write less, or answer the mail.", "%d バイトを超えています。短くするか、メールにご返信ください。"),
    TOO_MANY_OF_THE_CASE(
            "About this host %d answers were sent already. Please answer the mail.",
            "このホストについてはすでに %d 件の回答がありました。メールにご返信ください。"),
    TOO_MANY_IN_AN_HOUR(
            "Your organisation sent %d answers within an hour. Please wait for an hour, or answer the mail.",
            "貴組織からの回答が 1 時間に %d 件に達しました。1 時間後にもう一度お試しいただくか、メールにご返信ください。"),

    FOUND("What did you find?", "調査結果"),
    YOU_FOUND("You found", "調査結果"),
    INFECTED("The host was infected", "感染していた"),
    MISCONFIGURATION("A setting was wrong", "設定の誤り"),
    NORMAL("Nothing is wrong: this is how it should be", "問題なし (正常な動作)"),
    INFECTIONS("Names of infections", "マルウェアの名前"),
    INFECTIONS_HINT("If you know them: one to a line, or with commas between.", "分かる場合は 1 行に 1 つ、またはコンマ区切りで入力してください。"),
    COMMENT("Comment", "コメント"),
    SEND("Send", "送信");

    private final String english;
    private final String japanese;

    Say(String english, String japanese) {
        this.english = english;
        this.japanese = japanese;
    }

    public String in(Language language, Object... values) {
        return String.format(Locale.ROOT, language == Language.JAPANESE ? japanese : english, values);
    }
}
