"""Everything the assistant says of its own accord, in Vietnamese. Answers' words come from the knowledge base."""

from __future__ import annotations

WELCOME = (
    "Chào anh/chị, đây là trợ lý tự động về công tác bình đẳng giới và vì sự tiến bộ của phụ nữ.\n"
    "Anh/chị cứ hỏi bằng lời thường, có dấu hay không dấu đều được. Ví dụ:\n{examples}\n"
    "Gõ /donvi để cho biết tỉnh và ngành, /han để xem hạn báo cáo, /trogiup để xem hướng dẫn.\n"
    "Cán bộ của các đơn vị: gõ /thamgia (và mã mời, nếu có) để được nhắc hạn và báo đã nộp.\n"
    "Xin không gửi nội dung thuộc bí mật nhà nước."
)
HELP = (
    "Tôi trả lời từ các văn bản có trong kho, luôn kèm số hiệu, ngày, mục và lời trích.\n"
    "Anh/chị có thể hỏi về hạn báo cáo, nội dung văn bản, đề cương báo cáo, kinh phí, chỉ tiêu, trách nhiệm của từng"
    " cơ quan, các ngày kỷ niệm."
)
HELP_LOGGING = (
    "Ghi một hoạt động: gõ luôn một câu, như “Tập huấn BĐG 20/10 tại hội trường, 45 nữ 12 nam, 5 triệu”; tôi đọc lại để"
    " anh/chị xem rồi mới lưu. Hỏi số đã làm: “quý này tập huấn bao nhiêu nữ?”."
)
HELP_COMMANDS = "Gõ /trogiup để xem các lệnh."
CAPABILITIES = (
    "Tôi là trợ lý tự động. Tôi tra cứu văn bản về bình đẳng giới và vì sự tiến bộ của phụ nữ:"
    " hạn báo cáo, đề cương, nhiệm vụ, kinh phí, căn cứ pháp lý và hiệu lực.\n"
    "Câu trả lời nào cũng kèm nguồn; điều gì không có trong kho, tôi nói là không có.\n{examples}"
)
GREETING = "Chào anh/chị. Anh/chị cần tra cứu điều gì ạ?"
THANKS = "Không có gì ạ. Anh/chị cần gì cứ hỏi tiếp."
GOODBYE = "Chào anh/chị, hẹn gặp lại."
INSULT = (
    "Tôi xin lỗi vì đã làm anh/chị bực mình. Anh/chị cho biết câu trả lời sai ở đâu hoặc hỏi lại theo cách khác,"
    " tôi sẽ tra lại. Nếu cần người trả lời, anh/chị hỏi {office}."
)
WRONG = (
    "Tôi xin lỗi vì trả lời chưa đúng ý. Anh/chị hỏi lại giúp tôi, nói rõ thêm tỉnh, năm hoặc số hiệu văn bản;"
    " nếu cần người trả lời, anh/chị hỏi {office}."
)
ACKNOWLEDGED = "Vâng ạ."

EMPTY = "Tôi chưa thấy câu hỏi. Anh/chị gõ câu hỏi bằng chữ giúp tôi, ví dụ: “{example}”."
TOO_LONG = "Tin dài quá {limit} ký tự nên tôi chưa đọc. Anh/chị tách thành từng câu hỏi ngắn giúp tôi."
NOT_WORDS = "Tôi chỉ đọc được chữ. Anh/chị gõ câu hỏi giúp tôi, ví dụ: “{example}”."
CONFIDENTIAL = (
    "Tin này có dấu chỉ mức mật nên tôi không lưu và không xử lý. Văn bản mật không được trao đổi qua kênh này;"
    " anh/chị dùng đường văn thư của cơ quan."
)

SOURCE = "Nguồn: {citation}"
QUOTE = "“{quote}”"
AS_WRITTEN = "(Bản quét ghi “{quote}”; lời trích trên đã sửa chữ sai.)"
AS_WRITTEN_WORDS = "(Lời trích trên đã sửa chữ sai của bản quét: {pairs}.)"
SLIP = "“{written}” thành “{meant}”"
CAUTION = "Lưu ý: {text}"
CAUTIONS = "Lưu ý:"
MORE = "Xem thêm ({count} dòng)"
MORE_OF = "Câu {number}: {label}"
NO_MORE = "Không còn phần nào để xem thêm. Anh/chị cần gì cứ hỏi tiếp ạ."
NO_SUCH_CHOICE = "Không có lựa chọn số đó. Anh/chị gõ một số từ 1 đến {count}."
OLD_CHOICE = "Lựa chọn này đã cũ. Anh/chị hỏi lại giúp tôi."

CLARIFY = "Anh/chị muốn hỏi điều nào dưới đây?"
CLARIFY_PLACES = "Mỗi nơi có hạn riêng, anh/chị chọn nơi của mình:"
CLARIFY_NEAR = "Gần nhất trong kho có:"
NONE = "Việc này không có trong kho."
NONE_NUMBER = "{number} không có trong kho."
NUMBERED = "văn bản số {number}"
NONE_PLACE = "Kho chưa có văn bản nào của {place}."
NONE_YEAR = "Kho chưa có văn bản năm {year} cho việc này."
ASK_OFFICE = "Anh/chị có thể hỏi {office}."
TOO_MANY = "Tôi trả lời {most} câu đầu; anh/chị gửi tiếp các câu còn lại giúp tôi."
KEPT = "Câu hỏi đã được ghi lại cho người phụ trách, không kèm tên người hỏi."
OFFICE = "Cơ quan Thường trực Ban Vì sự tiến bộ của phụ nữ cấp trên"
MERGED = "{old} nay thuộc {new}; kho có văn bản ban hành cho {old} trước khi sắp xếp."

RATE_UP = "Đúng"
RATE_DOWN = "Sai"
RATED_UP = "Cảm ơn anh/chị."
RATED_DOWN = "Cảm ơn anh/chị đã báo. Câu này đã được ghi lại để người phụ trách xem."
RATE_TWICE = "Đánh giá của anh/chị đã được ghi rồi ạ."
RATE_OLD = "Tôi chỉ nhận đánh giá cho câu trả lời mới nhất. Anh/chị hỏi lại câu đó rồi đánh giá giúp tôi."

DEADLINE_PROJECTED = (
    "DỰ KIẾN năm {year}: gửi chậm nhất {due}, tính theo quy định của năm {base}; chưa có văn bản năm {year} trong kho,"
    " cần hỏi lại cơ quan nhận báo cáo."
)
DEADLINE_CONFIRMED = "Chậm nhất {due}: Cơ quan Thường trực ({office}) đã xác nhận ngày {on}."
DEADLINE_CHANGED = "Chậm nhất {due}: Cơ quan Thường trực ({office}) đã đổi ngày, từ {on}."
DEADLINE_CANCELLED = "Năm {year} không phải nộp: Cơ quan Thường trực ({office}) đã quyết định ngày {on}."
DEADLINE_FOR = "{what}: {said}"
REPORT_OF = "Báo cáo {period}"
DEADLINE_OF = "{obligation} ({whose})"
DEADLINE_IN_YEAR = (
    "DỰ KIẾN năm {year}: {what} chậm nhất {due}, tính theo quy định của năm {base}; cần hỏi lại cơ quan nhận báo cáo."
)
DEADLINE_DAY_OFF = "{due} là ngày nghỉ: gửi chậm nhất hết {remind_by}."
DEADLINE_DAY_OFF_TODAY = "{due} là ngày nghỉ."
DEADLINE_DAY_OFF_GONE = (
    "{due} là ngày nghỉ, ngày làm việc cuối trước đó ({remind_by}) đã qua; anh/chị gửi ngay và báo nơi nhận."
)
DEADLINE_LEFT = "Còn {days} ngày."
DEADLINE_LAST_WORKING = "Ngày làm việc cuối để gửi là hôm nay, {day}."
DEADLINE_TODAY = "Hôm nay là ngày cuối."
DEADLINE_PASSED = "Đã qua hạn {days} ngày."
DEADLINE_NEXT = "{period} chậm nhất {due} ({left})"
DEADLINES_PROJECTED = (
    "DỰ KIẾN kỳ tới: {dates}; tính theo quy định của năm {base}, chưa có văn bản mới trong kho,"
    " cần hỏi lại cơ quan nhận báo cáo."
)
DEADLINES_STATED = "Kỳ tới: {dates}."
PERIODS = {
    "first_half": "6 tháng",
    "second_half": "6 tháng cuối năm",
    "year": "cả năm",
    "quarter": "quý",
    "month": "tháng",
    "once": "một lần",
}
PLACE_ROW = "- {whose}: {dates}"
PLACE_DATE = "{period} {written}"
PLACE_DECIDED = "{period} chậm nhất {due} theo quyết định của Cơ quan Thường trực"
PLACE_CANCELLED = "năm {year} không phải nộp báo cáo {period}, theo quyết định của Cơ quan Thường trực"
NO_DATE = "đúng thời gian quy định"
PLACE_NO_DATE = "văn bản chỉ ghi “{written}”, không nêu ngày cụ thể"
DEADLINES_NONE = "Kho chưa có hạn báo cáo nào có ngày cụ thể của {where}."
DEADLINES_NONE_AT_ALL = "Kho chưa có hạn báo cáo nào có ngày cụ thể."
DEADLINES_HEAD = "Hạn báo cáo sắp tới của {where}:"
DEADLINES_HEAD_ALL = "Hạn báo cáo sắp tới của các nơi có trong kho:"
DEADLINES_ROW = "- {due}{mark}: {obligation} ({document})"
DEADLINES_ROW_OF = "- {due}{mark}, {whose}: {obligation}"
DEADLINES_FOOT = "DỰ KIẾN là ngày tính theo văn bản của năm trước; cần hỏi lại cơ quan nhận báo cáo."
DEADLINES_UNKNOWN = "Tôi chưa nhận ra tỉnh hay ngành trong “{text}”. Ví dụ: /han {example}"
DEADLINES_CANCELLED = "  (năm {year} không phải nộp, theo quyết định của Cơ quan Thường trực: {office})"
CONFIRMED_MARK = " (Cơ quan Thường trực đã xác nhận: {office})"
CHANGED_MARK = " (Cơ quan Thường trực đã đổi ngày: {office})"
PROJECTED_MARK = " (DỰ KIẾN)"

UNIT_ASK = "Anh/chị gõ tỉnh và ngành, ví dụ: /donvi {example}"
UNIT_IS = "Đang ghi: {what}. Muốn đổi, anh/chị gõ tỉnh và ngành, ví dụ: /donvi {example}. Gõ /quen để xóa."
UNIT_SET = "Đã ghi: {what}. Từ nay tôi ưu tiên văn bản của nơi này. Gõ /quen để xóa."
UNIT_UNKNOWN = "Tôi chưa nhận ra tỉnh hay ngành trong “{text}”. Ví dụ: /donvi {example}"
UNIT_NOT_HERE = (
    "Đã ghi: {what}. Kho chưa có văn bản riêng của {place} nên tôi chỉ trả lời được theo văn bản chung."
    " Gõ /quen để xóa."
)
UNIT_FORGOTTEN = "Đã xóa tỉnh và ngành của anh/chị khỏi cuộc trò chuyện."
SECTOR = "ngành {sector}"
UNKNOWN_COMMAND = "Không có lệnh {command}. Gõ /trogiup để xem các lệnh."

CAUTION_OUT_OF_YEAR = "văn bản hướng dẫn cho năm {year}; năm {today} có thể khác, cần hỏi lại {office}."
CAUTION_OCR = "lời trích đọc từ bản quét; chữ sai của bản quét đã được sửa lại."
CAUTION_INFERRED = "nơi áp dụng ({place}) là suy ra: {why}."

FLOW_CANCELLED = "Đã hủy, chưa lưu gì."
FLOW_OLD_CHOICE = "Lựa chọn đó thuộc câu hỏi trước. Câu đang hỏi là:"
FLOW_AT_START = "Đây là câu đầu tiên rồi ạ."
FLOW_GOES_ON = "Ta tiếp tục việc đang làm:"
FLOW_WAY_OUT = "Gõ “lùi” để sửa câu trước, “hủy” để thôi."
FLOW_YES_OR_NO = "Anh/chị chọn một trong hai, hoặc gõ “có” hay “không”."
NOT_PRIVATE = "Việc này chỉ làm trong cuộc trò chuyện riêng. Anh/chị nhắn riêng cho tôi nhé."
NO_ACCOUNT = (
    "Việc này dành cho thành viên đã tham gia. Anh/chị có mã mời thì gõ /thamgia và mã; chưa có thì gõ /thamgia."
)
OWN_STATE_GUEST = (
    "Tôi chưa biết anh/chị ở đơn vị nào. Anh/chị có mã mời thì gõ /thamgia và mã; chưa có thì gõ /thamgia."
    " Muốn xem ngay hạn báo cáo của nơi mình, anh/chị gõ nơi đó sau /han, ví dụ: /han {example}."
)
NOT_ALLOWED = "Anh/chị không có quyền làm việc này với đơn vị đó."
FLOW_NONE = "Không có việc nào đang làm dở."
HELP_NO_FILE = "Ảnh, tệp gửi kèm tôi không giữ."
FLOW_STILL_OPEN = "(Việc đang làm dở vẫn còn: anh/chị trả lời tiếp, hoặc gõ “hủy”.)"
